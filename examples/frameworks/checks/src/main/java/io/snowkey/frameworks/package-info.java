// SPDX-License-Identifier: Apache-2.0
/** What the tests of the small applications have in common. */
@NullMarked
package io.snowkey.frameworks;

import org.jspecify.annotations.NullMarked;

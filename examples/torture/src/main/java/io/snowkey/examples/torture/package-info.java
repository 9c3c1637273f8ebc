// SPDX-License-Identifier: Apache-2.0
/** Real processes that issue ids, faults of all kinds, and a check of every id that was issued. */
@NullMarked
package io.snowkey.examples.torture;

import org.jspecify.annotations.NullMarked;

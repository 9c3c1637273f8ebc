// SPDX-License-Identifier: Apache-2.0
/** A service that issues ids over HTTP. */
@NullMarked
package io.snowkey.examples.idservice;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Ids over HTTP. */
@NullMarked
package io.snowkey.examples.idservice;

import org.jspecify.annotations.NullMarked;

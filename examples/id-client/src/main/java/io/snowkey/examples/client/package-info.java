// SPDX-License-Identifier: Apache-2.0

/** A client of the id service. {@link io.snowkey.examples.client.IdClient} is where to start. */
@NullMarked
package io.snowkey.examples.client;

import org.jspecify.annotations.NullMarked;

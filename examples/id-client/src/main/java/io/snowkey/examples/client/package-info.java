// SPDX-License-Identifier: Apache-2.0

/** A client of the id service. Start with {@link io.snowkey.examples.client.IdClient}. */
@NullMarked
package io.snowkey.examples.client;

import org.jspecify.annotations.NullMarked;

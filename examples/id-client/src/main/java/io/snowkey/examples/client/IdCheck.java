// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

/** The last check of the ids of an answer before they may be handed out. */
@FunctionalInterface
interface IdCheck {

    /**
     * Lets an answer through, or refuses it.
     *
     * @throws RequestFailedException if one of its ids may have been handed out before; then none of them is handed out
     */
    void check(long[] ids) throws RequestFailedException;
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import org.jspecify.annotations.Nullable;

/** The source of the ids of a worker process. */
interface IdSource extends AutoCloseable {

    /**
     * Fills the array with ids, as far as there are any, and returns how many there were. A refusal is no error here:
     * the source is asked again.
     */
    int fill(long[] ids);

    /** The state that a clone of this process would start with, or null if it cannot be copied. */
    default @Nullable String state() {
        return null;
    }

    /** Takes all connections of the pool for a while, if there is a pool. */
    default void exhaustPool(long millis) throws InterruptedException {}

    /** Ends the source in order. */
    @Override
    void close();
}

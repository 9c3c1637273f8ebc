// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import org.jspecify.annotations.Nullable;

/** Where the ids of a worker process come from. */
interface IdSource extends AutoCloseable {

    /**
     * Fills the array with ids, as far as there are any; says how many there were. What stops it is no error here: it
     * is asked again.
     */
    int fill(long[] ids);

    /** What a clone of this process would start with, or null if that cannot be copied. */
    default @Nullable String state() {
        return null;
    }

    /** Takes all connections of the pool for a while, if there is a pool. */
    default void exhaustPool(long millis) throws InterruptedException {}

    /** An orderly end. */
    @Override
    void close();
}

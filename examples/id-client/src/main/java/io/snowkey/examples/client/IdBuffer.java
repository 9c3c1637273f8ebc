// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import org.jspecify.annotations.Nullable;

/**
 * The ids at hand: the batch that is being handed out and at most one more. No id can be taken twice.
 *
 * <p>For one thread at a time: the client's lock guards it.
 */
final class IdBuffer {

    private static final long[] NONE = {};

    private final int prefetch;
    private long[] current = NONE;
    private int taken;
    private long @Nullable [] next;
    private boolean closed;

    /** @param prefetch how many ids of the present batch are left when the next batch is wanted */
    IdBuffer(int prefetch) {
        this.prefetch = prefetch;
    }

    boolean isEmpty() {
        return taken == current.length;
    }

    /** Whether it is time to ask for the next batch. */
    boolean wantsMore() {
        return !closed && next == null && current.length - taken <= prefetch;
    }

    /** Takes the next id, for this caller alone. It must not be called when there is none. */
    long take() {
        long id = current[taken++];
        if (isEmpty() && next != null) {
            current = next;
            taken = 0;
            next = null;
        }
        return id;
    }

    /** Adds a batch. One that arrives after the close is lost. */
    void put(long[] batch) {
        if (closed) {
            return;
        }
        if (isEmpty()) {
            current = batch;
            taken = 0;
        } else {
            next = batch;
        }
    }

    /** Drops the ids at hand, and those that are put later. */
    void close() {
        closed = true;
        current = NONE;
        taken = 0;
        next = null;
    }

    boolean isClosed() {
        return closed;
    }
}

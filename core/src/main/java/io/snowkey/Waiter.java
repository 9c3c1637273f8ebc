// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.InstantSource;

/** Lets a thread wait for its clock. Holds no lock meanwhile, so a virtual thread frees its carrier. */
@FunctionalInterface
interface Waiter {

    /** How a wait ended. */
    enum Outcome {
        /** The clock shows the time waited for. */
        REACHED,
        /**
         * The clock moved back, since the wait began or since it was decided on: how long to wait, and whether at all, is to be
         * decided anew.
         */
        MOVED_BACK,
        /** The thread was interrupted; its flag is still set. */
        INTERRUPTED,
        /** Ample time passed, and the clock does not show it: it stands still. */
        STALLED
    }

    /**
     * Waits.
     *
     * @param untilMillis the time to wait for, in milliseconds since the Unix epoch
     * @param longestMillis the longest wait that was decided on: a clock that is further from that time moved back
     */
    Outcome await(InstantSource clock, long untilMillis, long longestMillis);
}

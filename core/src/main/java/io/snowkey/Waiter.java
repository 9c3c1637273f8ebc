// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.InstantSource;

/** Lets a thread wait for its clock. It holds no lock meanwhile, so a virtual thread frees its carrier. */
@FunctionalInterface
interface Waiter {

    /** How a wait ended. */
    enum Outcome {
        /** The clock shows the time waited for. */
        REACHED,
        /**
         * The clock moved back since the wait began, or since the caller decided to wait. The caller has to decide
         * again.
         */
        MOVED_BACK,
        /** The thread was interrupted; its flag is still set. */
        INTERRUPTED,
        /** Much time passed, and the clock does not show it: the clock stands still. */
        STALLED
    }

    /**
     * Waits.
     *
     * @param untilMillis the time to wait for, in milliseconds since the Unix epoch
     * @param longestMillis the longest wait that the caller decided on. A clock that is further from that time has
     *     moved back
     */
    Outcome await(InstantSource clock, long untilMillis, long longestMillis);
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

/**
 * What a generator does when the clock reads less than the newest id by more than the tolerance. Neither choice can
 * lead to a duplicate: both stay inside the {@link Claim}.
 */
public enum ClockPolicy {
    /** Refuse ids until the clock has caught up. The default: the time inside an id is never far from the clock. */
    REFUSE,
    /**
     * Go on from the newest id, at the pace of the monotonic clock. Each tick that really passes has the ids of one
     * tick. So the distance between the newest id and the clock does not grow, and it is gone when the clock has caught
     * up. Ids go on up to the end of the claim at most; a generator with a fixed worker id has no such end.
     */
    CONTINUE
}

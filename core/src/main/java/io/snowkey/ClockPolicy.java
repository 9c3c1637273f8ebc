// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

/**
 * What a generator does when the clock reads less than the newest id by more than the tolerance. Neither choice can lead
 * to a duplicate: both stay inside the {@link Claim}.
 */
public enum ClockPolicy {
    /** Refuse ids until the clock has caught up. The default: the time inside an id is never far from the clock. */
    REFUSE,
    /**
     * Go on from the newest id. Ids then run ahead of the clock, at most up to the end of the claim; a generator with a
     * fixed worker id has no such end.
     */
    CONTINUE
}

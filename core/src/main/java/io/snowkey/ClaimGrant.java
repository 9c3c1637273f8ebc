// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

/**
 * Makes a {@link Claim}, extends it and seals it. A lease keeps the grant to itself. Generators and all others get the
 * {@link #claim()}, which can only be read.
 *
 * <p>This class is meant for implementations of {@link WorkerLease}. They have one duty: no two grants of a namespace
 * overlap in worker id and time. Thread-safe and lock-free. Times are milliseconds since the Unix epoch, in the time of
 * ids: what the clock of this process said, not what a database said.
 *
 * <ol>
 *   <li>The lease makes a grant once the reservation of the worker id is durable.
 *   <li>It extends the grant after a later end is durable, never before.
 *   <li>It seals the grant, and only then gives the worker id back: the high-water mark that the seal returns is where
 *       the next claim on this worker id may begin.
 * </ol>
 */
public final class ClaimGrant {

    private final Claim claim;

    private ClaimGrant(Claim claim) {
        this.claim = claim;
    }

    /**
     * Makes a claim.
     *
     * @param layout the layout that ids are made with
     * @param workerId the worker id, 0 to {@link SnowflakeLayout#maxWorkerId()}
     * @param fromMillis the first millisecond of the claim, not before the layout's epoch and not after its end
     * @param untilMillis the first millisecond after it; {@link Long#MAX_VALUE} for as long as the layout lasts
     * @throws IllegalArgumentException if the worker id does not fit the layout, if the claim begins outside the time
     *     that the layout can express, or if it ends before it begins
     */
    public static ClaimGrant of(SnowflakeLayout layout, long workerId, long fromMillis, long untilMillis) {
        return new ClaimGrant(Claim.of(layout, workerId, fromMillis, untilMillis));
    }

    /** The claim, for those who issue in it and for those who look at it. Always the same object. */
    public Claim claim() {
        return claim;
    }

    /**
     * Moves the end of the claim to a later time. A claim never shrinks: an earlier time changes nothing. Call this
     * only after the new end is durable.
     *
     * @param untilMillis the new end: the first millisecond that is not part of the claim
     */
    public void extendTo(long untilMillis) {
        claim.extendTo(untilMillis);
    }

    /**
     * Ends the claim for good: every later attempt to issue an id fails, in every thread. Sealing again changes
     * nothing.
     *
     * @return the high-water mark: no id of this claim with this timestamp or a later one was ever issued
     */
    public long seal() {
        return claim.seal();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.InstantSource;

import org.jspecify.annotations.Nullable;

/**
 * Says in which claim a generator may issue ids now.
 *
 * <p>If you write your own, there is one rule. No two claims of a namespace may overlap in worker id and time, not even
 * when clocks jump, processes pause or answers get lost. It is not enough to notice soon that another process took a
 * claim over: that must be impossible.
 *
 * <p>Implementations are thread-safe. {@link #claim()} is called for every id, so it should only read a field.
 */
public interface WorkerLease extends AutoCloseable {

    /** The layout of the ids. It never changes during the life of the lease. */
    SnowflakeLayout layout();

    /**
     * The claim to issue in now. It may be sealed or used up; a later call may then give another one. A generator that
     * gets another claim seals the old one. In the new claim it leaves out the time that the old one has used, so that
     * ids keep growing.
     *
     * @throws SnowkeyException if there is no claim yet, and none can be had
     */
    Claim claim();

    /**
     * The present claim, sealed or not, or {@code null} if there is none. This method is meant for meters and health
     * checks: it acquires nothing, waits for nothing and throws nothing.
     */
    @Nullable
    Claim heldClaim();

    /**
     * Why the claim cannot be renewed or replaced at present, or {@code null} if nothing keeps it from that. The
     * message says since when. It becomes the cause of the {@link IdRefusedException} that users see. A lost lease sets
     * the failure before it seals the claim, because a sealed claim without a failure counts as closed. A closed lease
     * has none.
     */
    default @Nullable Throwable renewalFailure() {
        return null;
    }

    /**
     * Waits until a claim that has ended, or was sealed with a lost lease, is extended or replaced. Only some leases
     * wait here: they have the claim renewed at once, instead of at the next heartbeat. The caller may hold connections
     * and locks, so the wait is short and bounded. It ends when the thread is interrupted, and when the lease is
     * closed.
     *
     * @param ended the claim that {@link #claim()} gave, and that has no more ids
     * @return whether the claim was extended or replaced since, so that the call should try again. If {@code false},
     *     which is the default, the id is refused
     */
    default boolean awaitClaim(Claim ended) {
        return false;
    }

    /**
     * Whether {@link #awaitClaim} would wait now, instead of returning {@code false} at once. This method never waits.
     */
    default boolean canAwaitClaim() {
        return false;
    }

    /** Seals the present claim and gives the worker id back. Closing again changes nothing. */
    @Override
    void close();

    /**
     * A lease on a worker id that the caller chose, from now until the layout ends.
     *
     * <p>Nothing guards it. The caller sees to it that no other process has the same worker id, and that the clock is
     * not behind the ids that were issued with it before. A lease from a registry guards both.
     *
     * @throws IllegalArgumentException if the worker id does not fit the layout, or if the clock reads a time that the
     *     layout cannot express
     */
    static WorkerLease fixed(SnowflakeLayout layout, long workerId, InstantSource clock) {
        return new FixedWorkerLease(layout, workerId, clock);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.InstantSource;

import org.jspecify.annotations.Nullable;

/**
 * Says in which claim a generator may issue ids now.
 *
 * <p>For those who write their own: no two claims, of this lease or of any other in the same namespace, may overlap in
 * worker id and time, not even when clocks jump, processes pause or answers get lost. A claim that may have been taken
 * over by somebody else does not have to be noticed in time, it must not be possible.
 *
 * <p>Implementations are thread-safe. {@link #claim()} is called for every single id: it reads a field.
 */
public interface WorkerLease extends AutoCloseable {

    /** The layout of the ids that the claims are for: the same for as long as the lease lives. */
    SnowflakeLayout layout();

    /**
     * The claim to issue in now. It may be sealed or used up; a later call may then give another one. A generator that meets
     * another one seals the one before, and leaves out of the new one the time that it went through in the old: ids go on
     * growing.
     *
     * @throws SnowkeyException if there is no claim yet, and none can be had
     */
    Claim claim();

    /**
     * The claim held at present, sealed or not, or {@code null} if none is held. For meters, health checks and everybody else who
     * only looks: it acquires nothing, waits for nothing and throws nothing.
     */
    @Nullable
    Claim heldClaim();

    /**
     * What keeps the present claim from being renewed or replaced, or {@code null} if nothing does. Its message says since
     * when. It becomes the cause of the {@link IdRefusedException} that users see. A lease that was lost says so here
     * before it seals the claim: a sealed claim without trouble counts as closed. A closed lease has no trouble.
     */
    default @Nullable Throwable trouble() {
        return null;
    }

    /**
     * Waits for a claim that has ended, or was sealed because the lease was lost, to be extended or replaced: for leases that have it
     * renewed when somebody asks, rather than have the call refused until the next heartbeat. Whoever calls this may hold
     * connections and locks, so the wait is short and bounded; it ends when the thread is interrupted, and when the lease is closed.
     *
     * @param ended what {@link #claim()} gave, and what has no more ids
     * @return whether the claim was extended or replaced since, so that another try is worth it. Where it returns {@code false}, as
     *     it always does unless a lease says otherwise, the id is refused
     */
    default boolean awaitClaim(Claim ended) {
        return false;
    }

    /**
     * Whether {@link #awaitClaim} would wait now, rather than return {@code false} at once. For health checks: it waits for nothing.
     */
    default boolean canAwaitClaim() {
        return false;
    }

    /** Seals the present claim and gives the worker id back. Closing again changes nothing. */
    @Override
    void close();

    /**
     * A worker id that the caller gives to this process alone, from now until the layout ends.
     *
     * <p>Nothing guards it: that no other process has the same worker id, and that the clock of this machine is not behind
     * the ids issued under it before, is up to the caller. A lease from a registry guards both.
     *
     * @throws IllegalArgumentException if the worker id does not fit the layout, or if the clock reads a time that the
     *     layout cannot express
     */
    static WorkerLease fixed(SnowflakeLayout layout, long workerId, InstantSource clock) {
        return new FixedWorkerLease(layout, workerId, clock);
    }
}

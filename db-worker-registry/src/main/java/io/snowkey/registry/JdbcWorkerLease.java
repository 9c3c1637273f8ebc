// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;

import io.snowkey.Claim;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import io.snowkey.registry.Acquisition.AcquiredWorker;
import io.snowkey.registry.LeaseMark.Fence;
import io.snowkey.registry.Repairs.Loss;
import io.snowkey.registry.WorkerTable.LeaseKey;
import io.snowkey.registry.WorkerTable.Renewal;
import org.jspecify.annotations.Nullable;

/**
 * A lease of a worker id, held in the database. Heartbeats extend its claim. A heartbeat that fails leaves the claim
 * as it is. A heartbeat that finds the worker id gone seals the claim, and acquires another worker id.
 */
final class JdbcWorkerLease implements WorkerLease, OnDemandRenewal.Lease {

    private static final NonThrowingLog log = NonThrowingLog.of(JdbcWorkerLease.class);

    private final WorkerTable table;
    private final Settings settings;
    private final Time time;
    private final Acquisition acquisition;
    private final Retry retry;
    private final RegistryObserver observer;
    private final LeaseServices services;
    private final OnDemandRenewal onDemandRenewal;
    private final Repairs repairs;

    /**
     * Held by the thread that talks to the database for this lease. It sends the heartbeat or the release, one at a
     * time.
     */
    private final InterruptibleLock databaseLock = new InterruptibleLock();

    private volatile AcquiredWorker held;
    private volatile @Nullable WorkerRegistryException failure;
    /** When the heartbeat was sent that waits for its answer now; null if none does. */
    private volatile @Nullable Instant heartbeatSentAt;

    private volatile boolean closed;

    // Only the owner of the lock reads and changes these.
    private Duration lastRoundTrip = Duration.ZERO;
    private Instant failingSince = Instant.MIN;
    private final QuietPeriod quietPeriod;
    private boolean wasQuiet;
    private boolean pruned;
    /** Whether the worker id was lost or given back. A release would then change the row of another holder. */
    private boolean gone;

    private volatile boolean released;

    JdbcWorkerLease(Acquisition acquisition, LeaseServices services, AcquiredWorker held) {
        this.table = acquisition.table();
        this.settings = acquisition.settings();
        this.time = acquisition.time();
        this.acquisition = acquisition;
        this.retry = acquisition.retry();
        this.observer = acquisition.observer();
        this.services = services;
        this.onDemandRenewal = new OnDemandRenewal(services.lifecycle().claimWait(), services.tasks(), this);
        this.quietPeriod = new QuietPeriod(services.lifecycle().quietAfter());
        this.repairs = new Repairs(acquisition);
        this.held = held;
    }

    /** Acquires a worker id. The acquisition began at {@code startedNanos}. */
    static JdbcWorkerLease acquire(Acquisition acquisition, long startedNanos, LeaseServices services) {
        AcquiredWorker held =
                acquisition.acquire(Long.MIN_VALUE, acquisition.settings().maxWait());
        JdbcWorkerLease lease = new JdbcWorkerLease(acquisition, services, held);
        lease.acquired(held.key(), startedNanos);
        return lease;
    }

    @Override
    public SnowflakeLayout layout() {
        return settings.layout();
    }

    @Override
    public Claim claim() {
        return held.grant().claim();
    }

    @Override
    public Claim heldClaim() {
        return held.grant().claim();
    }

    @Override
    public @Nullable Throwable renewalFailure() {
        if (closed) {
            return null;
        }
        WorkerRegistryException known = failure;
        Instant sentAt = heartbeatSentAt;
        if (known == null && sentAt != null && isOver(held.grant().claim())) {
            return Failures.unanswered(sentAt);
        }
        return known;
    }

    private boolean isOver(Claim claim) {
        return !claim.isSealed() && time.clock().millis() >= claim.untilMillis();
    }

    @Override
    public boolean canAwaitClaim() {
        return onDemandRenewal.isOn() && canBeRenewed();
    }

    /**
     * Sends one heartbeat. {@link #renewalFailure()} keeps a failure, and the next heartbeat tries again. So no
     * exception is thrown, but an {@link Error} may be.
     */
    void beat() {
        databaseLock.lock();
        try {
            if (!closed) {
                repairs.retryPending();
            }
            if (!isQuiet()) {
                renewOrReplace();
                if (!closed && failure == null) { // not in a heartbeat that a call waits for
                    services.afterHeartbeat().accept(table);
                }
            }
        } finally {
            databaseLock.unlock();
        }
    }

    private void renewOrReplace() {
        if (!closed && !held.grant().claim().isSealed()) {
            renew();
        }
        // The claim is looked at once more, because the lease may have been lost or closed just now. The order
        // matters: isSealed first, then closed. A close marks the lease closed before it seals the claim. So a claim
        // that a close has sealed is not taken for a lost one.
        if (held.grant().claim().isSealed() && !closed) {
            replace();
        } else if (!closed) {
            prune();
        }
    }

    private boolean isQuiet() {
        boolean now = quietPeriod.isQuiet(held.grant().claim(), time.nanoTime().getAsLong()) && failure == null;
        if (now != wasQuiet) {
            wasQuiet = now;
            log.info(
                    now
                            ? "Worker {} has issued nothing for {}: no heartbeats until the next id"
                            : "Worker {} issues again, after more than {}",
                    held.key().workerId(),
                    DurationFormat.format(services.lifecycle().quietAfter()));
        }
        return now;
    }

    @Override
    public boolean awaitClaim(Claim ended) {
        return onDemandRenewal.await(ended);
    }

    @Override
    public boolean canBeRenewed() {
        // Not in the middle of a heartbeat either: an observer that wants an id would wait for itself.
        return !closed && failure == null && !databaseLock.isHeldByCurrentThread();
    }

    @Override
    public boolean hasIdsAfter(Claim ended, long untilMillis) {
        return !closed && (held.grant().claim() != ended || ended.untilMillis() > untilMillis);
    }

    @Override
    public void renewFor(Claim ended, long untilMillis) {
        databaseLock.lock();
        try {
            if (!closed && !hasIdsAfter(ended, untilMillis)) { // else another heartbeat was faster
                quietPeriod.restart(ended, time.nanoTime().getAsLong());
                renewOrReplace();
            }
        } finally {
            databaseLock.unlock();
        }
    }

    private void renew() {
        long started = time.nanoTime().getAsLong();
        heartbeatSentAt = now();
        try {
            if (renew(held, started, answer()) == Outcome.REPEAT) {
                renew(held, started, answer());
            }
        } catch (SQLException e) {
            notRenewed(started, Failures.of(e, settings));
        } catch (RuntimeException e) {
            notRenewed(started, Failures.of(e));
        } finally {
            heartbeatSentAt = null;
        }
    }

    /** The answer to a heartbeat, with what was requested and when, and how long the answer took. */
    private record Answer(Optional<Renewal> renewal, long ownMillis, long untilMillis, Duration roundTrip) {}

    private enum Outcome {
        DONE,
        /**
         * The request was an old one, so the mark that it asked for is near. Or the lease was put back into the table.
         */
        REPEAT
    }

    /**
     * Sends the heartbeat on one connection. So the clock is read when the request can be sent, and a wait for the
     * pool does not count as skew.
     */
    private Answer answer() throws SQLException {
        return table.connected(() -> retry.of(Retry.BRIEFLY, () -> send(held)));
    }

    private Answer send(AcquiredWorker mine) throws SQLException {
        long sentNanos = time.nanoTime().getAsLong();
        long own = time.millis();
        Fence fence = mine.mark().request(own + settings.reservation().toMillis());
        long estimate = own + Skew.oneWay(lastRoundTrip).toMillis();
        try {
            Optional<Renewal> renewal = table.renew(
                    mine.key(), fence, own, estimate, mine.grant().claim().issued());
            return new Answer(renewal, own, fence.request().untilMillis(), time.since(sentNanos));
        } catch (SQLException | RuntimeException | Error e) {
            mine.mark().unanswered();
            throw e;
        }
    }

    private Outcome renew(AcquiredWorker mine, long startedNanos, Answer answer) {
        if (answer.renewal().isEmpty()) {
            return refused(mine);
        }
        Renewal renewal = answer.renewal().get();
        lastRoundTrip = answer.roundTrip();
        Skew skew = Skew.of(answer.ownMillis(), answer.roundTrip(), renewal.databaseMillis());
        if (renewal.extended()) {
            mine.mark().granted();
            mine.grant().extendTo(answer.untilMillis());
        }
        boolean hopeless = !renewal.extended() && isHopeless(mine, answer, renewal);
        if (skew.exceeds(settings.maxClockSkew())) {
            observer.clockTooFarOff(skew.estimate());
            notRenewed(startedNanos, Failures.clockSkew(skew, settings));
        } else if (hopeless) {
            notRenewed(startedNanos, Failures.requestedTooFarAhead(answer.untilMillis(), settings));
        } else if (!renewal.extended()) {
            notRenewed(startedNanos, Failures.slowAnswer(answer.roundTrip(), settings));
        } else {
            recovered();
            observer.heartbeatRenewed(mine.key().workerId(), time.since(startedNanos), skew.estimate());
            long left = answer.untilMillis() - answer.ownMillis();
            return left < settings.reservation().toMillis() / 2 ? Outcome.REPEAT : Outcome.DONE;
        }
        if (hopeless && answer.ownMillis() >= mine.mark().acknowledgedMillis()) {
            release(mine, mine.grant().seal()); // ids go on with another worker id
        }
        return Outcome.DONE;
    }

    /**
     * Whether the database will not grant the request for a long time, and the request cannot be taken back. Both
     * happen if it was made with a clock that was ahead, and may still be on its way. This takes the request back
     * if it can.
     */
    private boolean isHopeless(AcquiredWorker mine, Answer answer, Renewal renewal) {
        return answer.untilMillis() - renewal.databaseMillis() > table.maxAheadMillis()
                && !mine.mark().takeBack();
    }

    /** Deletes old history, once per acquisition. It runs after the acquisition, so that it holds nothing up. */
    private void prune() {
        if (!pruned && failure == null) {
            try {
                table.prune(held.key());
            } catch (SQLException | RuntimeException e) {
                log.info("Could not forget former holders: {}", Failures.notPruned(e, settings));
            }
            pruned = true;
        }
    }

    private Outcome refused(AcquiredWorker mine) {
        if (repairs.reinstall(mine)) {
            return Outcome.REPEAT;
        }
        long workerId = mine.key().workerId();
        gone = true;
        // The failure is set first: a sealed claim without a failure would look closed.
        failingSince = now();
        failure = Failures.lost(workerId, failingSince);
        Loss loss = repairs.protectIssuedIds(mine, mine.grant().seal());
        failure = Failures.lost(workerId, failingSince, loss);
        log.warn("Lease lost: {}", failure.getMessage());
        observer.leaseLost(workerId, mine.key().generation());
        return Outcome.DONE;
    }

    private void replace() {
        long started = time.nanoTime().getAsLong();
        try {
            // No wait for a free worker id: the next heartbeat tries again, and a close must not be held up.
            held = acquisition.acquire(held.grant().claim().highWaterMillis(), Duration.ZERO);
        } catch (RuntimeException e) {
            notReplaced(e instanceof WorkerRegistryException known ? known : Failures.of(e));
            observer.acquisitionFailed(time.since(started), e);
            return;
        }
        lastRoundTrip = Duration.ZERO;
        pruned = false;
        gone = false;
        failure = null;
        acquired(held.key(), started);
    }

    private void acquired(LeaseKey key, long startedNanos) {
        log.info(
                "Acquired worker {} of the namespace '{}', generation {}",
                key.workerId(),
                settings.namespace(),
                key.generation());
        observer.acquired(key.workerId(), key.generation(), time.since(startedNanos));
    }

    private void notRenewed(long startedNanos, WorkerRegistryException cause) {
        failed(cause);
        observer.heartbeatFailed(held.key().workerId(), time.since(startedNanos), cause);
    }

    private void failed(WorkerRegistryException cause) {
        if (closed) {
            return; // most likely interrupted by the close
        }
        if (isNewReason(cause)) {
            log.warn(
                    "Worker {} goes on without the registry until {}: {}",
                    held.key().workerId(),
                    Instant.ofEpochMilli(held.grant().claim().untilMillis()),
                    cause.getMessage());
        }
        failure = Failures.failing(failingSince, cause);
    }

    /** Logs that no worker id replaces the lost one. Ids are refused meanwhile, and the log has to say why. */
    private void notReplaced(WorkerRegistryException cause) {
        if (closed) {
            return;
        }
        if (isNewReason(cause)) {
            log.warn(
                    "No ids: worker {} was lost, and there is no other one for it yet. Each heartbeat tries again. {}",
                    held.key().workerId(),
                    cause.getMessage());
        }
        failure = Failures.notReplaced(held.key().workerId(), failingSince, cause);
    }

    /**
     * Whether this reason differs from that of the failure before. So each reason is logged once, and not at each
     * heartbeat. Remembers when the failures began.
     */
    private boolean isNewReason(WorkerRegistryException cause) {
        WorkerRegistryException before = failure;
        if (before == null) {
            failingSince = now();
        }
        return before == null || before.reason() != cause.reason();
    }

    private Instant now() {
        return time.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private void recovered() {
        if (failure != null) {
            log.info("Worker {} is renewed again; before, {}", held.key().workerId(), failure.getMessage());
            failure = null;
        }
    }

    /** Seals the claim, so that no id is issued any more. Only then the database is told where the ids ended. */
    @Override
    public void close() {
        seal();
        services.releaser().accept(this);
    }

    /** Seals the claim. No id is issued any more, and no heartbeat begins. */
    void seal() {
        closed = true;
        held.grant().seal();
        onDemandRenewal.cancel();
    }

    /** Interrupts the thread of a heartbeat. */
    void interrupt(Consumer<Thread> interrupt) {
        databaseLock.interruptOwner(interrupt);
    }

    /** Whether this thread is in the middle of a heartbeat. Then it has called an observer, which has called back. */
    boolean isBusyHere() {
        return databaseLock.isHeldByCurrentThread();
    }

    boolean isReleased() {
        return released;
    }

    /**
     * Releases a sealed lease, once. If its worker id is gone, tells the database what it still has to know.
     *
     * @param timeout how long a heartbeat may still take, before what it waits for is ended
     * @param unblock ends what a thread waits for
     */
    void release(Duration timeout, Consumer<Thread> unblock) throws InterruptedException {
        databaseLock.lock(timeout, unblock);
        try {
            if (!released) {
                failure = null;
                AcquiredWorker last = held; // read under the lock: a heartbeat may have replaced it just now
                if (gone) {
                    repairs.retryPending();
                } else {
                    release(last, last.grant().seal());
                }
                released = true;
            }
        } finally {
            databaseLock.unlock();
        }
    }

    private void release(AcquiredWorker last, long highWater) {
        try {
            if (table.connected(() -> retry.of(
                    Retry.BRIEFLY,
                    () -> table.release(
                            last.key(),
                            last.mark().fence(),
                            highWater,
                            last.grant().claim().issued())))) {
                gone = true;
                log.info("Released worker {} of the namespace '{}'", last.key().workerId(), settings.namespace());
                observer.released(last.key().workerId(), last.key().generation());
            } else {
                gone = true;
                repairs.protectIssuedIds(last, highWater);
            }
        } catch (SQLException | RuntimeException e) {
            log.warn(
                    "Worker {} could not be released and frees up by itself within {}: {}",
                    last.key().workerId(),
                    DurationFormat.format(settings.ttl().plus(settings.reservation())),
                    Failures.of(e, settings).getMessage());
        }
    }

    @Override
    public String toString() {
        return "worker " + held.key().workerId() + " of the namespace '" + settings.namespace() + "', generation "
                + held.key().generation();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

import io.snowkey.ClaimGrant;
import io.snowkey.registry.Candidates.Candidate;
import io.snowkey.registry.WorkerTable.LeaseKey;
import io.snowkey.registry.WorkerTable.Occupancy;
import org.jspecify.annotations.Nullable;

/**
 * Takes a worker id: looks at the table, chooses, tries, and records who took it. These are two statements, or three
 * if a database cannot do the last two in one. Each is a transaction of its own. What the second one relies on is in
 * its own WHERE clause. If the {@link SearchWindow} has nothing free, the acquisition looks into the next one.
 *
 * <p>A try whose outcome is unknown is given up, and the holder that it named is forgotten. If it took the row, the
 * row stays unused until it expires and its mark is over. That is safe.
 */
record Acquisition(
        WorkerTable table,
        Settings settings,
        Time time,
        RandomGenerator random,
        Tokens tokens,
        RegistryObserver observer) {

    /** A worker id that was acquired, with its claim, and with what the database said of its mark. */
    record AcquiredWorker(LeaseKey key, ClaimGrant grant, LeaseMark mark) {}

    /**
     * How long tries are repeated in vain. A try is in vain if the database rolls it back, or if another process is
     * faster. It is also in vain if the database refuses it because the clocks differ by about as much as they may.
     * This process cannot see that in advance, because the round trip hides it.
     */
    static final Duration MAX_CONTENTION = Duration.ofSeconds(30);

    private static final NonThrowingLog log = NonThrowingLog.of(Acquisition.class);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    Retry retry() {
        return new Retry(time, random);
    }

    /**
     * Acquires a worker id.
     *
     * @param floorMillis the claim does not begin before this: it is after the newest id of the claim that it
     *     replaces, so that ids keep growing
     * @param maxWait how long to wait for a worker id to become free
     * @throws WorkerRegistryException for each of its reasons but a lost lease
     */
    AcquiredWorker acquire(long floorMillis, Duration maxWait) {
        long started = time.nanoTime().getAsLong();
        Duration contended = Duration.ZERO;
        boolean retrying = false;
        while (true) {
            try {
                Try last = tryOnce(floorMillis, retrying);
                if (last.held().isPresent()) {
                    return last.held().get();
                }
                if (last.noneIsFree()) {
                    waitForOneToFreeUp(maxWait.minus(time.since(started)));
                    contended = Duration.ZERO;
                    retrying = false;
                    continue;
                }
                contended = contended.plus(last.took());
                if (contended.compareTo(MAX_CONTENTION) > 0) {
                    throw Failures.contended(MAX_CONTENTION, last.rolledBack());
                }
            } catch (SQLException e) {
                throw Failures.of(e, settings);
            }
            long paused = time.nanoTime().getAsLong();
            retry().pause();
            contended = contended.plus(time.since(paused));
            retrying = true;
        }
    }

    /**
     * The result of a try.
     *
     * @param noneIsFree whether no worker id was free
     * @param rolledBack why the database rolled the try back, or null if it did not
     * @param took how long the try took from the moment at which there was a connection
     */
    private record Try(
            Optional<AcquiredWorker> held, boolean noneIsFree, @Nullable SQLException rolledBack, Duration took) {}

    /**
     * Tries once, on one connection. So the clock is read when the statement can be sent, and a wait for the pool
     * does not count as skew.
     */
    private Try tryOnce(long floorMillis, boolean retrying) throws SQLException {
        return table.connected(() -> {
            long began = time.nanoTime().getAsLong();
            Optional<AcquiredWorker> held = Optional.empty();
            boolean noneIsFree = false;
            SQLException rolledBack = null;
            try {
                Optional<TimedCandidate> found = find(retrying);
                noneIsFree = found.isEmpty();
                if (found.isPresent()) {
                    held = take(
                            found.get().candidate(), floorMillis, found.get().roundTrip());
                }
            } catch (SQLException e) {
                if (!SqlStates.isRolledBack(e)) {
                    throw e;
                }
                rolledBack = e;
            }
            return new Try(held, noneIsFree, rolledBack, time.since(began));
        });
    }

    /** A worker id to try for, and how long the table took to answer. */
    private record TimedCandidate(Candidate candidate, Duration roundTrip) {}

    private Optional<TimedCandidate> find(boolean retrying) throws SQLException {
        for (SearchWindow window : SearchWindow.inOrder(
                settings.firstWorkerId(), settings.lastWorkerId(), settings.instance(), retrying, random)) {
            TimedCandidates seen = readOrCreate(window);
            Optional<Candidate> candidate = seen.candidates().choose(window.first(), window.last(), random);
            if (candidate.isPresent()) {
                return Optional.of(new TimedCandidate(candidate.get(), seen.roundTrip()));
            }
        }
        return Optional.empty();
    }

    /** What the table said, and how long it took to answer. */
    private record TimedCandidates(Candidates candidates, Duration roundTrip) {}

    private TimedCandidates readOrCreate(SearchWindow window) throws SQLException {
        TimedCandidates seen = read(window);
        if (seen.candidates().layout() == Candidates.Layout.NONE) {
            table.createNamespace();
            logNewNamespace(table.otherNamespaces());
            seen = read(window);
        }
        if (seen.candidates().layout() == Candidates.Layout.DIFFERENT) {
            throw Failures.layoutDiffers(table.layout().orElseThrow(), settings);
        }
        return seen;
    }

    /**
     * Logs that the namespace is new. A misspelt name founds another namespace, whose ids may equal those of the
     * right one.
     */
    private void logNewNamespace(List<String> otherNamespaces) {
        if (otherNamespaces.isEmpty()) {
            log.info("Founded the namespace '{}'", settings.namespace());
        } else {
            log.warn(
                    "Founded the namespace '{}' beside {}. Ids are unique within a namespace only: is the name right?",
                    settings.namespace(),
                    otherNamespaces.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", ")));
        }
    }

    private TimedCandidates read(SearchWindow window) throws SQLException {
        long sent = time.millis();
        long sentNanos = time.nanoTime().getAsLong();
        Candidates candidates = table.candidates(window, sent);
        Duration roundTrip = time.since(sentNanos);
        Skew skew = Skew.of(sent, roundTrip, candidates.databaseMillis());
        if (skew.exceeds(settings.maxClockSkew())) {
            observer.clockTooFarOff(skew.estimate());
            throw Failures.clockSkew(skew, settings);
        }
        return new TimedCandidates(candidates, roundTrip);
    }

    private Optional<AcquiredWorker> take(Candidate candidate, long floorMillis, Duration roundTrip)
            throws SQLException {
        long own = time.millis();
        long until = own + settings.reservation().toMillis();
        // Made before anything is taken: a clock that the layout cannot express must not leave a row behind.
        ClaimGrant grant = ClaimGrant.of(
                settings.layout(), candidate.workerId(), Math.min(Math.max(own, floorMillis), until), until);
        String holder = UUID.randomUUID().toString();
        long estimate = own + Skew.oneWay(roundTrip).toMillis();
        Optional<LeaseKey> key = table.take(
                candidate.workerId(),
                candidate.generation(),
                holder,
                own,
                grant.claim().fromMillis(),
                until,
                estimate);
        return key.isPresent() && recorded(key.get(), grant.claim().fromMillis())
                ? Optional.of(new AcquiredWorker(key.get(), grant, new LeaseMark(until, tokens)))
                : Optional.empty();
    }

    /**
     * Records who took it before there is a lease to issue with. So no id was ever issued under a generation that is
     * not in the history.
     */
    private boolean recorded(LeaseKey key, long fromMillis) throws SQLException {
        return retry().of(MAX_CONTENTION, () -> table.recordHolder(key, fromMillis));
    }

    private void waitForOneToFreeUp(Duration left) throws SQLException {
        if (left.isNegative() || left.isZero()) {
            Instant now = time.clock().instant();
            Occupancy occupancy = table.occupancy(now.toEpochMilli());
            FreeWorkerIds.tell(occupancy, settings, observer);
            throw Failures.exhausted(settings, occupancy, now);
        }
        Duration pause = left.compareTo(LONGEST_PAUSE) < 0 ? left : LONGEST_PAUSE;
        retry().pause(Duration.ofMillis(random.nextLong(1, Math.max(2, pause.toMillis() + 1))));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

import io.snowkey.Claim;
import io.snowkey.registry.Survey.Candidate;
import io.snowkey.registry.WorkerTable.Holding;
import io.snowkey.registry.WorkerTable.Occupancy;

/**
 * Takes a worker id: looks at the table, chooses, and tries. Two statements, each a transaction of its own; only the second
 * one changes anything, and everything it relies on is in its own WHERE clause.
 *
 * <p>A try whose outcome is unknown is given up, for the holder it named is forgotten: the row goes to waste until it
 * expires, which is safe.
 */
final class Acquisition {

    /** A worker id that was acquired, with the claim that came with it. */
    record Held(Holding holding, Claim claim) {}

    /** For how long a try that the database rolled back, or that somebody else was faster with, is repeated. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final WorkerTable table;
    private final Settings settings;
    private final Time time;
    private final RandomGenerator random;

    Acquisition(WorkerTable table, Settings settings, Time time, RandomGenerator random) {
        this.table = table;
        this.settings = settings;
        this.time = time;
        this.random = random;
    }

    /**
     * Acquires a worker id.
     *
     * @param floorMillis where the claim must not begin before: after the newest id of the claim that it replaces, so that
     *     ids keep growing
     * @throws WorkerRegistryException for each of its reasons but a lost lease
     */
    Held acquire(long floorMillis) {
        long started = time.nanoTime().getAsLong();
        while (true) {
            try {
                Optional<Held> held = tryOnce(floorMillis, started);
                if (held.isPresent()) {
                    return held.get();
                }
            } catch (SQLException e) {
                if (!SqlStates.isRolledBack(e)) {
                    throw Failures.of(e, settings);
                }
                if (time.since(started).compareTo(PATIENCE) > 0) {
                    throw Failures.contended(PATIENCE, e);
                }
                pause(Duration.ofMillis(random.nextLong(1, 50)));
            }
        }
    }

    private Optional<Held> tryOnce(long floorMillis, long started) throws SQLException {
        long sent = time.millis();
        long sentNanos = time.nanoTime().getAsLong();
        Survey survey = table.survey(sent);
        Duration roundTrip = time.since(sentNanos);
        if (survey.layout() == Survey.Layout.NONE) {
            table.found();
            return Optional.empty();
        }
        if (survey.layout() == Survey.Layout.DIFFERENT) {
            throw Failures.layoutDiffers(table.layout().orElseThrow(), settings);
        }
        Skew skew = Skew.of(sent, roundTrip, survey.databaseMillis());
        if (skew.exceeds(settings.maxClockSkew())) {
            throw Failures.clockSkew(skew, settings);
        }
        Optional<Candidate> candidate = survey.choose(settings.firstWorkerId(), settings.lastWorkerId(), random);
        if (candidate.isEmpty()) {
            waitForOneToFreeUp(started);
            return Optional.empty();
        }
        return take(candidate.get(), floorMillis, roundTrip);
    }

    private Optional<Held> take(Candidate candidate, long floorMillis, Duration roundTrip) throws SQLException {
        long own = time.millis();
        long until = own + settings.reservation().toMillis();
        // Before anything is taken: a clock that the layout cannot express must not leave a row behind.
        Claim claim =
                Claim.of(settings.layout(), candidate.workerId(), Math.min(Math.max(own, floorMillis), until), until);
        String holder = UUID.randomUUID().toString();
        long estimate = own + roundTrip.dividedBy(2).toMillis();
        return table.take(
                        candidate.workerId(), candidate.generation(), holder, own, claim.fromMillis(), until, estimate)
                .map(holding -> new Held(holding, claim));
    }

    private void waitForOneToFreeUp(long started) throws SQLException {
        Instant now = time.clock().instant();
        Occupancy occupancy = table.occupancy(now.toEpochMilli());
        Duration left = settings.maxWait().minus(time.since(started));
        if (left.isNegative() || left.isZero()) {
            throw Failures.exhausted(settings, occupancy, now);
        }
        Duration pause = left.compareTo(LONGEST_PAUSE) < 0 ? left : LONGEST_PAUSE;
        pause(Duration.ofMillis(random.nextLong(1, Math.max(2, pause.toMillis() + 1))));
    }

    private void pause(Duration duration) {
        try {
            time.pause().sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.interrupted();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

import io.snowkey.ClaimGrant;
import io.snowkey.registry.Survey.Candidate;
import io.snowkey.registry.WorkerTable.Holding;

/**
 * Takes a worker id: looks at the table, chooses, tries, and writes down who took it. Two statements, or three where a
 * database cannot do the last two in one, each a transaction of its own; everything that the second one relies on is in its
 * own WHERE clause.
 *
 * <p>A try whose outcome is unknown is given up, for the holder it named is forgotten: the row goes to waste until it
 * expires, which is safe.
 */
record Acquisition(
        WorkerTable table,
        Settings settings,
        Time time,
        RandomGenerator random,
        Tokens tokens,
        RegistryObserver observer) {

    /** A worker id that was acquired, with the claim that came with it, and what the database said of its mark. */
    record Held(Holding holding, ClaimGrant grant, Told told) {}

    /**
     * For how long tries are repeated that the database rolls back, that somebody else is faster with, or that it refuses
     * because the clocks differ by about as much as they may: what the round trip hides from this side.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    Retry retry() {
        return new Retry(time, random);
    }

    /**
     * Acquires a worker id.
     *
     * @param floorMillis where the claim must not begin before: after the newest id of the claim that it replaces, so that
     *     ids keep growing
     * @param maxWait how long to wait for a worker id to become free
     * @throws WorkerRegistryException for each of its reasons but a lost lease
     */
    Held acquire(long floorMillis, Duration maxWait) {
        long started = time.nanoTime().getAsLong();
        long contendedSince = started;
        while (true) {
            SQLException rolledBack = null;
            try {
                Look look = look();
                Optional<Candidate> candidate =
                        look.survey().choose(settings.firstWorkerId(), settings.lastWorkerId(), random);
                if (candidate.isEmpty()) {
                    waitForOneToFreeUp(maxWait.minus(time.since(started)));
                    contendedSince = time.nanoTime().getAsLong();
                    continue;
                }
                Optional<Held> held = take(candidate.get(), floorMillis, look.roundTrip());
                if (held.isPresent()) {
                    return held.get();
                }
            } catch (SQLException e) {
                if (!SqlStates.isRolledBack(e)) {
                    throw Failures.of(e, settings);
                }
                rolledBack = e;
            }
            if (time.since(contendedSince).compareTo(PATIENCE) > 0) {
                throw Failures.contended(PATIENCE, rolledBack);
            }
            retry().pause();
        }
    }

    /** What the table said, and how long it took to say so. */
    private record Look(Survey survey, Duration roundTrip) {}

    private Look look() throws SQLException {
        Look look = ask();
        if (look.survey().layout() == Survey.Layout.NONE) {
            table.found();
            look = ask();
        }
        if (look.survey().layout() == Survey.Layout.DIFFERENT) {
            throw Failures.layoutDiffers(table.layout().orElseThrow(), settings);
        }
        return look;
    }

    private Look ask() throws SQLException {
        long sent = time.millis();
        long sentNanos = time.nanoTime().getAsLong();
        Survey survey = table.survey(sent);
        Duration roundTrip = time.since(sentNanos);
        Skew skew = Skew.of(sent, roundTrip, survey.databaseMillis());
        if (skew.exceeds(settings.maxClockSkew())) {
            observer.clockTooFarOff(skew.estimate());
            throw Failures.clockSkew(skew, settings);
        }
        return new Look(survey, roundTrip);
    }

    private Optional<Held> take(Candidate candidate, long floorMillis, Duration roundTrip) throws SQLException {
        long own = time.millis();
        long until = own + settings.reservation().toMillis();
        // Before anything is taken: a clock that the layout cannot express must not leave a row behind.
        ClaimGrant grant = ClaimGrant.of(
                settings.layout(), candidate.workerId(), Math.min(Math.max(own, floorMillis), until), until);
        String holder = UUID.randomUUID().toString();
        long estimate = own + roundTrip.dividedBy(2).toMillis();
        Optional<Holding> holding = table.take(
                candidate.workerId(),
                candidate.generation(),
                holder,
                own,
                grant.claim().fromMillis(),
                until,
                estimate);
        return holding.isPresent() && recorded(holding.get(), grant.claim().fromMillis())
                ? Optional.of(new Held(holding.get(), grant, new Told(until, tokens)))
                : Optional.empty();
    }

    /**
     * Writes down who took it before there is a lease to issue with: so nobody ever issued an id under a generation that
     * is not in the history.
     */
    private boolean recorded(Holding holding, long fromMillis) throws SQLException {
        return retry().of(PATIENCE, () -> table.record(holding, fromMillis));
    }

    private void waitForOneToFreeUp(Duration left) throws SQLException {
        if (left.isNegative() || left.isZero()) {
            Instant now = time.clock().instant();
            throw Failures.exhausted(settings, table.occupancy(now.toEpochMilli()), now);
        }
        Duration pause = left.compareTo(LONGEST_PAUSE) < 0 ? left : LONGEST_PAUSE;
        retry().pause(Duration.ofMillis(random.nextLong(1, Math.max(2, pause.toMillis() + 1))));
    }
}

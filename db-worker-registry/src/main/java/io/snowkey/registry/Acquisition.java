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
import io.snowkey.registry.Survey.Candidate;
import io.snowkey.registry.WorkerTable.Holding;
import io.snowkey.registry.WorkerTable.Occupancy;
import org.jspecify.annotations.Nullable;

/**
 * Takes a worker id: looks at the table, chooses, tries, and writes down who took it. Two statements, or three where a
 * database cannot do the last two in one, each a transaction of its own; everything that the second one relies on is in its
 * own WHERE clause. It looks again where the {@link Window} that it looked into has nothing free.
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
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final ShieldedLog log = ShieldedLog.of(Acquisition.class);

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
        Duration contended = Duration.ZERO;
        boolean again = false;
        while (true) {
            try {
                Try last = tryOnce(floorMillis, again);
                if (last.held().isPresent()) {
                    return last.held().get();
                }
                if (last.noneIsFree()) {
                    waitForOneToFreeUp(maxWait.minus(time.since(started)));
                    contended = Duration.ZERO;
                    again = false;
                    continue;
                }
                contended = contended.plus(last.took());
                if (contended.compareTo(PATIENCE) > 0) {
                    throw Failures.contended(PATIENCE, last.rolledBack());
                }
            } catch (SQLException e) {
                throw Failures.of(e, settings);
            }
            long paused = time.nanoTime().getAsLong();
            retry().pause();
            contended = contended.plus(time.since(paused));
            again = true;
        }
    }

    /**
     * What came of a try.
     *
     * @param noneIsFree whether there was none to try for
     * @param rolledBack why the database rolled it back, if it did
     * @param took how long it took from the moment at which there was a connection
     */
    private record Try(Optional<Held> held, boolean noneIsFree, @Nullable SQLException rolledBack, Duration took) {}

    /** On one connection, so that the own clock is read when the statement can be sent: waiting for the pool is no skew. */
    private Try tryOnce(long floorMillis, boolean again) throws SQLException {
        return table.connected(() -> {
            long began = time.nanoTime().getAsLong();
            Optional<Held> held = Optional.empty();
            boolean noneIsFree = false;
            SQLException rolledBack = null;
            try {
                Optional<Found> found = find(again);
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

    /** A worker id to try for, and how long the table took to say so. */
    private record Found(Candidate candidate, Duration roundTrip) {}

    private Optional<Found> find(boolean again) throws SQLException {
        for (Window window :
                Window.inTurn(settings.firstWorkerId(), settings.lastWorkerId(), settings.instance(), again, random)) {
            Look look = look(window);
            Optional<Candidate> candidate = look.survey().choose(window.first(), window.last(), random);
            if (candidate.isPresent()) {
                return Optional.of(new Found(candidate.get(), look.roundTrip()));
            }
        }
        return Optional.empty();
    }

    /** What the table said, and how long it took to say so. */
    private record Look(Survey survey, Duration roundTrip) {}

    private Look look(Window window) throws SQLException {
        Look look = ask(window);
        if (look.survey().layout() == Survey.Layout.NONE) {
            table.found();
            sayThatItIsNew(table.neighbours());
            look = ask(window);
        }
        if (look.survey().layout() == Survey.Layout.DIFFERENT) {
            throw Failures.layoutDiffers(table.layout().orElseThrow(), settings);
        }
        return look;
    }

    /** A name that was misspelt founds a namespace of its own, whose ids are those of the right one. */
    private void sayThatItIsNew(List<String> neighbours) {
        if (neighbours.isEmpty()) {
            log.info("Founded the namespace '{}'", settings.namespace());
        } else {
            log.warn(
                    "Founded the namespace '{}' beside {}. Ids are unique within a namespace only: is the name right?",
                    settings.namespace(),
                    neighbours.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", ")));
        }
    }

    private Look ask(Window window) throws SQLException {
        long sent = time.millis();
        long sentNanos = time.nanoTime().getAsLong();
        Survey survey = table.survey(window, sent);
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
        long estimate = own + Skew.oneWay(roundTrip).toMillis();
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
            Occupancy occupancy = table.occupancy(now.toEpochMilli());
            FreeWorkerIds.tell(occupancy, settings, observer);
            throw Failures.exhausted(settings, occupancy, now);
        }
        Duration pause = left.compareTo(LONGEST_PAUSE) < 0 ? left : LONGEST_PAUSE;
        retry().pause(Duration.ofMillis(random.nextLong(1, Math.max(2, pause.toMillis() + 1))));
    }
}

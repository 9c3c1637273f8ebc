// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

import io.snowkey.SnowflakeLayout;
import io.snowkey.registry.SimStatistics.Event;

/**
 * What the parts of one simulated run share: chance, true time, the settings, and the memory of what happened. All
 * chance comes from the seed, so a run can be repeated.
 */
final class SimWorld {

    private static final int REMEMBERED = 120;
    private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    /** What happened, with the depth of the operations that it happened inside of. */
    private record Note(long millis, int depth, Object who, String what) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%8d ms %s%s %s", millis - START, "    ".repeat(depth), who, what);
        }
    }

    /** What else may happen, which no promise but its own holds for. */
    enum FaultModel {
        PLAIN(0),
        /** Processes are cloned. */
        CLONES(40),
        /** The database loses commits that it has acknowledged. Rarely, so that it has seen worker ids change hands meanwhile. */
        LOST_COMMITS(12);

        private final int percent;

        FaultModel(int percent) {
            this.percent = percent;
        }

        /** How many of the disturbances are of this kind. */
        int percent() {
            return percent;
        }
    }

    final SplittableRandom random;
    final SimStatistics tally = new SimStatistics();
    final SnowflakeLayout layout;
    final long firstWorkerId;
    final long lastWorkerId;
    final Duration ttl;
    final Duration reservation;
    final Duration maxClockSkew;
    final FaultModel faults;
    /** Whether clones draw the same tokens. */
    final boolean tokensRepeat;
    /** In percent: how often a statement fails in one way or another. */
    final int trouble;
    /** How long a statement or its answer travels, at least. */
    final int latencyMillis;

    private final Set<SimRule> enforced;
    private final Deque<Note> memory = new ArrayDeque<>();
    private long trueMillis = START;
    private long databaseOffset;
    private int depth;

    SimWorld(long seed, Set<SimRule> enforced) {
        this.random = new SplittableRandom(seed);
        this.enforced = enforced;
        this.layout = SnowflakeLayout.builder()
                .tick(Duration.ofMillis(pick(1, 1, 7, 10)))
                .workerBits(3)
                .sequenceBits(pick(0, 1, 2, 3, 6))
                .build();
        this.firstWorkerId = pick(0, 0, 1);
        this.lastWorkerId = firstWorkerId + pick(0, 1, 1, 2, 3);
        this.ttl = Duration.ofMillis(between(101, 400));
        this.reservation =
                Duration.ofMillis(between(100 + 2 * (int) layout.tick().toMillis(), 800));
        this.maxClockSkew = Duration.ofMillis(between(100, 300));
        this.faults = FaultModel.values()[pick(0, 0, 1, 2)];
        this.tokensRepeat = faults == FaultModel.CLONES && chance(40);
        this.trouble = pick(0, 0, 5, 20, 45);
        this.latencyMillis = pick(0, 0, 0, 1, 20);
    }

    long millis() {
        return trueMillis;
    }

    void pass(long millis) {
        trueMillis += millis;
    }

    long databaseMillis() {
        return trueMillis + databaseOffset;
    }

    void setDatabaseOffset(long offset) {
        databaseOffset = offset;
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** A number between both, inclusive. */
    int between(int min, int max) {
        return random.nextInt(min, max + 1);
    }

    int pick(int... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** A step of a clock: mostly of milliseconds, at times of days, to either side. */
    long jump() {
        long size =
                switch (random.nextInt(10)) {
                    case 0, 1, 2, 3 -> between(1, 20);
                    case 4, 5, 6, 7 -> between(20, 500);
                    case 8 -> between(500, 3_600_000);
                    default -> between(1, 3) * 86_400_000L;
                };
        return chance(50) ? size : -size;
    }

    int depth() {
        return depth;
    }

    void deeper(int by) {
        depth += by;
    }

    /** For the report of a failure. */
    void note(Object who, String what) {
        if (memory.size() == REMEMBERED) {
            memory.removeFirst();
        }
        memory.addLast(new Note(trueMillis, depth, who, what));
    }

    void broken(SimRule rule, String message) {
        if (enforced.contains(rule)) {
            throw new SimViolation(rule, rule + ": " + message);
        }
    }

    void count(Event event) {
        tally.add(event);
    }

    String lastEvents() {
        return memory.stream().map(Note::toString).collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
        return "[" + layout + "], worker ids " + firstWorkerId + " to " + lastWorkerId + ", ttl " + ttl
                + ", reservation " + reservation + ", max clock skew " + maxClockSkew + ", " + trouble
                + " % trouble, latency " + latencyMillis + " ms";
    }
}

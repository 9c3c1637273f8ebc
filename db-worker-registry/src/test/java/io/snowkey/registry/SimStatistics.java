// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What happened in simulated runs, and how often: a green run in which nothing happened shows nothing. */
final class SimStatistics {

    enum Event {
        STEPS,
        /** Steps that another process, or another thread of the same one, took while an operation was under way. */
        STEPS_IN_BETWEEN,
        IDS,
        /** Of these, ids that were asked for several at a time. */
        IDS_OF_BATCHES,
        IDS_DURING_HEARTBEAT,
        /** Ids asked for while their lease was being closed: all have to be refused. */
        REFUSALS_DURING_CLOSE,
        /** Ids asked for, during whose call the lease was replaced or closed. */
        LEASE_GONE_DURING_CALL,
        CLOCK_BEHIND,
        CLAIM_ENDED,
        LEASE_LOST,
        CLOSED,
        /** Calls that waited for the next tick, all ids of the present one being taken. */
        WAITS,
        CLOCKS_SEEN_MOVING_BACK,
        ACQUISITIONS,
        EXHAUSTED,
        SKEWED,
        DATABASE_GONE,
        HEARTBEATS,
        EXTENSIONS,
        LOSSES,
        REPLACEMENTS,
        RELEASES,
        CRASHES,
        CRASHES_IN_THE_MIDDLE,
        CLOCK_JUMPS,
        DATABASE_CLOCK_JUMPS,
        OUTAGES,
        REFUSED_CONNECTIONS,
        ROLLED_BACK,
        /** Statements that met a lock that a paused or broken transaction holds. */
        LOCKED_OUT,
        LOST_ANSWERS,
        /** Statements that a proxy or a driver ran twice. */
        REPLAYS,
        CLONES,
        /** Tokens that two clones drew alike. */
        EQUAL_TOKENS,
        /** Failovers that lost commits. */
        LOST_COMMITS,
        /** What the ledger was asked for once everybody had had an answer after that. */
        CHECKS_AFTER_LOSS,
        LATE_STATEMENTS,
        LATE_WITH_EFFECT
    }

    private final Map<Event, Long> counts = new EnumMap<>(Event.class);

    void add(Event event) {
        counts.merge(event, 1L, Long::sum);
    }

    void add(SimStatistics other) {
        other.counts.forEach((event, count) -> counts.merge(event, count, Long::sum));
    }

    long of(Event event) {
        return counts.getOrDefault(event, 0L);
    }

    @Override
    public String toString() {
        return Arrays.stream(Event.values())
                .map(event -> String.format(
                        Locale.ROOT,
                        "%,d %s",
                        of(event),
                        event.name().toLowerCase(Locale.ROOT).replace('_', ' ')))
                .collect(Collectors.joining(", "));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.function.Supplier;

import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;

/**
 * Keys that fill an index.
 *
 * @param type of the column, or {@link #IDENTITY}
 * @param workers how many insert at once, each with keys and a connection of its own
 * @param batch rows of one transaction, whose keys are made right before it
 * @param fillFactor what the index is made with, in percent; 90 is PostgreSQL's default
 * @param pace rows per second of all of them together; 0 for as fast as they can
 * @param keys of the n-th worker; with {@link #IDENTITY} nobody asks for them
 */
record IndexCase(
        String label,
        String type,
        int workers,
        int batch,
        int fillFactor,
        int pace,
        IntFunction<Supplier<Object>> keys) {

    /** The type of a column whose keys the database makes. */
    static final String IDENTITY = "identity";

    private static final int BATCH = 50;
    private static final int FILL_FACTOR = 90;
    private static final List<Integer> WORKERS = List.of(1, 8);

    /** The kinds of keys beside each other. */
    static List<IndexCase> peers() {
        List<IndexCase> cases = new ArrayList<>();
        for (int workers : WORKERS) {
            cases.add(new IndexCase("IDENTITY", IDENTITY, workers, BATCH, FILL_FACTOR, 0, worker -> () -> 0));
            cases.add(new IndexCase("SEQUENCE, 50", "bigint", workers, BATCH, FILL_FACTOR, 0, sequence()));
            cases.add(new IndexCase(
                    "Snowkey", "bigint", workers, BATCH, FILL_FACTOR, 0, snowkey(SnowflakeLayout.DEFAULT)));
            cases.add(new IndexCase(
                    "@Tsid",
                    "bigint",
                    workers,
                    BATCH,
                    FILL_FACTOR,
                    0,
                    worker -> Contender.hypersistence(worker)::getAsLong));
            cases.add(new IndexCase(
                    "CosId",
                    "bigint",
                    workers,
                    BATCH,
                    FILL_FACTOR,
                    0,
                    worker -> Contender.cosid(10, 12, worker)::generate));
            cases.add(new IndexCase("UUID v7", "uuid", workers, BATCH, FILL_FACTOR, 0, worker -> {
                TimeOrderedEpochFactory factory = new TimeOrderedEpochFactory();
                return factory::create;
            }));
            cases.add(new IndexCase("UUID v4", "uuid", workers, BATCH, FILL_FACTOR, 0, worker -> UUID::randomUUID));
        }
        return cases;
    }

    /** What may change the index of Snowkey's 8 workers: one thing at a time. */
    static List<IndexCase> variations() {
        List<IndexCase> cases = new ArrayList<>();
        for (int fillFactor : new int[] {100, 80, 70, 60}) {
            cases.add(variation("fill factor " + fillFactor, 8, BATCH, fillFactor, SnowflakeLayout.DEFAULT));
        }
        cases.add(variation("sequence before worker", 8, BATCH, FILL_FACTOR, sequenceFirst(Duration.ofMillis(1))));
        cases.add(variation(
                "tick 10 ms",
                8,
                BATCH,
                FILL_FACTOR,
                layout(Duration.ofMillis(10), SnowflakeLayout.Order.WORKER_SEQUENCE)));
        cases.add(variation(
                "tick 10 ms, sequence before worker", 8, BATCH, FILL_FACTOR, sequenceFirst(Duration.ofMillis(10))));
        for (int batch : new int[] {1, 10, 500}) {
            cases.add(variation(
                    batch + (batch == 1 ? " row" : " rows") + " per transaction",
                    8,
                    batch,
                    FILL_FACTOR,
                    SnowflakeLayout.DEFAULT));
        }
        for (int workers : new int[] {2, 4, 16}) {
            cases.add(variation(workers + " workers", workers, BATCH, FILL_FACTOR, SnowflakeLayout.DEFAULT));
        }
        for (int pace : new int[] {20_000, 50_000}) {
            cases.add(new IndexCase(
                    "Snowkey: " + pace + " rows per second in all",
                    "bigint",
                    8,
                    BATCH,
                    FILL_FACTOR,
                    pace,
                    snowkey(SnowflakeLayout.DEFAULT)));
        }
        return cases;
    }

    /** How many rows there are in the end: as many as there were to be, or as a pace makes in ten seconds. */
    int rows(int wanted) {
        return pace == 0 ? wanted : Math.min(wanted, 10 * pace);
    }

    private static IndexCase variation(String what, int workers, int batch, int fillFactor, SnowflakeLayout layout) {
        return new IndexCase("Snowkey: " + what, "bigint", workers, batch, fillFactor, 0, snowkey(layout));
    }

    private static SnowflakeLayout sequenceFirst(Duration tick) {
        return layout(tick, SnowflakeLayout.Order.SEQUENCE_WORKER);
    }

    private static SnowflakeLayout layout(Duration tick, SnowflakeLayout.Order order) {
        return SnowflakeLayout.builder().tick(tick).order(order).build();
    }

    private static IntFunction<Supplier<Object>> snowkey(SnowflakeLayout layout) {
        return worker -> {
            SnowflakeGenerator ids =
                    SnowflakeGenerator.builder().layout(layout).workerId(worker).build();
            return ids::nextId;
        };
    }

    /** As Hibernate does by default: each worker takes blocks of 50 from one sequence. */
    private static IntFunction<Supplier<Object>> sequence() {
        AtomicLong blocks = new AtomicLong();
        return worker -> {
            long[] next = {0, 0};
            return () -> {
                if (next[0] == next[1]) {
                    next[0] = blocks.getAndAdd(50);
                    next[1] = next[0] + 50;
                }
                return ++next[0];
            };
        };
    }
}

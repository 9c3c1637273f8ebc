// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What the table says about a range of worker ids, and which one to try for. Pure: random numbers are passed in.
 *
 * @param databaseMillis the clock of the database
 * @param layout whether the namespace has our layout
 * @param rows the worker ids that have a row
 */
record Candidates(long databaseMillis, Layout layout, List<Row> rows) {

    /** Whether the namespace has our layout. */
    enum Layout {
        /** The namespace has our layout. */
        SAME,
        /** The namespace has another layout. */
        DIFFERENT,
        /** The namespace does not exist yet. */
        NONE
    }

    /**
     * A worker id that has a row. {@code preference} is 0 if it cannot be taken, 1 if it can, 2 if it can and this
     * instance held it last.
     */
    record Row(long workerId, long generation, int preference) {}

    /** A worker id to try for, with the generation seen; 0 if it has no row yet. */
    record Candidate(long workerId, long generation) {}

    /**
     * The worker id to try for: the one that this instance held last, else any that is free. The choice among several
     * is random. So a herd of starting processes does not fight over one row. And if a fail-over of the database
     * loses its newest commit, that rarely leads two processes to the same worker id.
     */
    Optional<Candidate> choose(long first, long last, RandomGenerator random) {
        List<Row> own = rows.stream().filter(row -> row.preference() == 2).toList();
        if (!own.isEmpty()) {
            return Optional.of(candidate(own.get(random.nextInt(own.size()))));
        }
        List<Row> free = rows.stream().filter(row -> row.preference() == 1).toList();
        long untouched = last - first + 1 - rows.size();
        if (free.size() + untouched == 0) {
            return Optional.empty();
        }
        long pick = random.nextLong(free.size() + untouched);
        return Optional.of(pick < free.size() ? candidate(free.get((int) pick)) : untouched(first, pick - free.size()));
    }

    /** The worker id without a row that comes after {@code index} others without a row. */
    private Candidate untouched(long first, long index) {
        long workerId = first + index;
        for (long taken : rows.stream().mapToLong(Row::workerId).sorted().toArray()) {
            if (taken <= workerId) {
                workerId++;
            }
        }
        return new Candidate(workerId, 0);
    }

    private static Candidate candidate(Row row) {
        return new Candidate(row.workerId(), row.generation());
    }
}

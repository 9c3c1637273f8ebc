// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.LongFunction;

import org.jspecify.annotations.Nullable;

/**
 * Merges the ids of all processes in their order, and finds each one that was issued before. Memory holds a few ids of
 * each file, however many there are.
 */
final class Checker {

    private static final int SAMPLES = 20;

    /**
     * An id that was issued again.
     *
     * @param first one of the processes that issued it, by the place of its file; the smaller number
     * @param second the other one, or the same
     * @param limit the documented limit that covers it, or null if it breaks the promise
     */
    record Duplicate(long id, int first, int second, @Nullable String limit) {}

    /**
     * The result of a check.
     *
     * @param inside how many ids were issued again although the promise covers them
     * @param outside how many ids were issued again that a documented limit covers, by that limit
     * @param descents how often an id was smaller than the one before of the same process
     */
    record Verdict(long ids, long inside, Map<String, Long> outside, long descents, List<Duplicate> samples) {}

    private final LongFunction<@Nullable String> limits;
    private final Map<String, Long> outside = new TreeMap<>();
    private final List<Duplicate> samples = new ArrayList<>();
    private long inside;

    /** @param limits gives the documented limit that covers a duplicate of an id, or null if none does */
    Checker(LongFunction<@Nullable String> limits) {
        this.limits = limits;
    }

    /** Checks these files, one of each process. */
    Verdict check(List<Path> files, Path scratch) throws IOException {
        Runs runs = new Runs(scratch);
        for (int process = 0; process < files.size(); process++) {
            runs.add(process, files.get(process));
        }
        merge(new PriorityQueue<>(runs.all()));
        return new Verdict(runs.ids(), inside, outside, runs.descents(), samples);
    }

    private void merge(PriorityQueue<Run> queue) throws IOException {
        boolean any = false;
        long last = 0;
        int process = -1;
        while (!queue.isEmpty()) {
            Run run = queue.remove();
            long limit = queue.isEmpty() ? Long.MAX_VALUE : queue.element().id();
            boolean more = true;
            while (more && run.id() <= limit) { // most ids come in blocks of one process
                if (any && run.id() == last) {
                    found(last, process, run.process);
                }
                any = true;
                last = run.id();
                process = run.process;
                more = run.next();
            }
            if (more) {
                queue.add(run);
            }
        }
    }

    private void found(long id, int one, int other) {
        int first = Math.min(one, other);
        int second = Math.max(one, other);
        String limit = limits.apply(id);
        if (limit == null) {
            inside++;
        } else {
            outside.merge(limit, 1L, Long::sum);
        }
        // Those that break the promise come first.
        if (samples.size() < SAMPLES) {
            samples.add(new Duplicate(id, first, second, limit));
        } else if (limit == null) {
            for (int i = 0; i < samples.size(); i++) {
                if (samples.get(i).limit() != null) {
                    samples.set(i, new Duplicate(id, first, second, null));
                    return;
                }
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.snowkey.examples.torture.Checker.Duplicate;

/**
 * What a run found.
 *
 * @param commit the commit that was tortured, or empty if that is not known
 * @param processes the files of the worker processes, in the order in which duplicates count them
 * @param inside ids that were issued again although the promise covers them
 * @param outside ids that were issued again and that a documented limit covers, by that limit
 * @param descents how often an id was smaller than the one before of its process
 * @param told how often a worker said in its log that the database had lost commits
 * @param trouble processes that ended by themselves, or did not come back
 */
record Report(
        String command,
        String commit,
        String generator,
        String database,
        long seed,
        Instant began,
        long tortureSeconds,
        List<String> processes,
        long ids,
        long inside,
        Map<String, Long> outside,
        long descents,
        long told,
        List<String> trouble,
        Map<String, String> skipped,
        List<Event> events,
        List<Duplicate> samples) {

    /**
     * Whether the promise held. There is no duplicate inside of it, the ids of each process are in order, and every
     * worker came back. The order counts for Snowkey only.
     */
    boolean held() {
        return inside == 0 && trouble.isEmpty() && (descents == 0 || !Generators.isSnowkey(generator));
    }

    long faults() {
        return events.stream().mapToLong(event -> event.faults().size()).sum();
    }

    long outsideInAll() {
        return outside.values().stream().mapToLong(Long::longValue).sum();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;

/** Threads that start at the same moment. */
final class Race {

    /** What one of them does. */
    @FunctionalInterface
    interface Runner {

        long[] run(int thread) throws Exception;
    }

    private Race() {}

    static List<long[]> run(int threads, Runner runner) {
        return run(Executors.newFixedThreadPool(threads), threads, runner);
    }

    /** Runs them, and ends the executor. */
    static List<long[]> run(ExecutorService executor, int threads, Runner runner) {
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<long[]>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                running.add(executor.submit(() -> {
                    start.await();
                    return runner.run(thread);
                }));
            }
            List<long[]> results = new ArrayList<>();
            for (Future<long[]> future : running) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            executor.shutdownNow();
        }
    }

    static void assertEachGrowsAndAllDiffer(List<long[]> results) {
        for (long[] ids : results) {
            for (int i = 1; i < ids.length; i++) {
                assertThat(ids[i]).isGreaterThan(ids[i - 1]);
            }
        }
        long[] all = results.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        for (int i = 1; i < all.length; i++) {
            assertThat(all[i]).isNotEqualTo(all[i - 1]);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks for many leases at once. */
final class ThunderingHerd {

    private ThunderingHerd() {}

    /** Milliseconds until the last of them has its worker id. */
    static double millis(List<Callable<Long>> leases) throws InterruptedException {
        ExecutorService herd = Executors.newFixedThreadPool(leases.size());
        try {
            CountDownLatch ready = new CountDownLatch(leases.size());
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Long>> workerIds = new ArrayList<>();
            for (Callable<Long> lease : leases) {
                workerIds.add(herd.submit(() -> {
                    ready.countDown();
                    start.await();
                    return lease.call();
                }));
            }
            ready.await();
            long started = System.nanoTime();
            start.countDown();
            Set<Long> distinct = new HashSet<>();
            for (Future<Long> workerId : workerIds) {
                distinct.add(workerId.get());
            }
            double millis = (System.nanoTime() - started) / 1e6;
            if (distinct.size() != leases.size()) {
                throw new IllegalStateException(distinct.size() + " worker ids for " + leases.size() + " leases");
            }
            return millis;
        } catch (ExecutionException e) {
            throw new IllegalStateException(leases.size() + " leases", e);
        } finally {
            herd.shutdown();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import io.snowkey.SnowflakeGenerator;

/** Reads the statistics of a generator again and again, as meters do, but far more often. */
final class StatisticsReader {

    private StatisticsReader() {}

    static void watch(SnowflakeGenerator ids) {
        Thread thread = new Thread(() -> read(ids), "statistics");
        thread.setDaemon(true);
        thread.start();
    }

    private static void read(SnowflakeGenerator ids) {
        for (; ; ) {
            if (ids.statistics().issued() < 0) {
                throw new IllegalStateException("fewer than no ids issued");
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}

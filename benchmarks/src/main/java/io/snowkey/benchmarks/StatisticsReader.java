// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import io.snowkey.SnowflakeGenerator;

/** Reads the statistics of a generator over and over, as meters would, only far more often. */
final class StatisticsReader {

    private StatisticsReader() {}

    static void watch(SnowflakeGenerator ids) {
        Thread thread = new Thread(() -> read(ids), "statistics");
        thread.setDaemon(true);
        thread.start();
    }

    private static void read(SnowflakeGenerator ids) {
        long before = 0;
        for (; ; ) {
            long issued = ids.statistics().issued();
            if (issued < before) {
                throw new IllegalStateException("issued " + issued + " after " + before);
            }
            before = issued;
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}

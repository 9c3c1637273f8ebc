// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The time that processors had, in hundredths of a second since the machine started: what tells whether a measurement had the
 * machine to itself. Only on Linux; nothing is known elsewhere.
 *
 * @param all busy or idle, over all processors
 * @param busy with any process, or taken by the host
 * @param own with this process and its children that have ended
 */
record Disturbance(long all, long busy, long own) {

    static Disturbance now() {
        try {
            String[] cpu = Files.readAllLines(Path.of("/proc/stat")).get(0).split(" +", -1);
            long all = 0;
            for (int field = 1; field <= 8; field++) { // user, nice, system, idle, iowait, irq, softirq, steal
                all += Long.parseLong(cpu[field]);
            }
            long idle = Long.parseLong(cpu[4]) + Long.parseLong(cpu[5]);
            String self = Files.readString(Path.of("/proc/self/stat"));
            String[] times = self.substring(self.lastIndexOf(')') + 2).split(" ", -1);
            long own = 0;
            for (int field = 11; field <= 14; field++) { // utime, stime, and those of children
                own += Long.parseLong(times[field]);
            }
            return new Disturbance(all, all - idle, own);
        } catch (IOException e) {
            return new Disturbance(0, 0, 0);
        }
    }

    /** The percentage of the machine that others took since then; not a number where that is unknown. */
    double percentSince(Disturbance before) {
        long others = busy - before.busy - (own - before.own);
        return 100.0 * others / (all - before.all);
    }
}

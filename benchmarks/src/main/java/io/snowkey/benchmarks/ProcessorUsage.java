// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The time that processors spent, in hundredths of a second. It tells whether a measurement had the machine to itself.
 * This process, the processes that it started, and all database servers count as ours. The comparison uses the times of
 * processes, which are more exact than those of processors. It works on Linux only, and knows nothing elsewhere.
 *
 * @param all busy or idle, over all processors
 * @param stolen by the host
 * @param used by all processes, with their children that have ended
 * @param own by ours
 */
record ProcessorUsage(long all, long stolen, long used, long own) {

    private static final String SERVERS = "postgres|mariadbd|mysqld";

    private record Task(String name, long parent, long time) {}

    static ProcessorUsage now() {
        try {
            String[] cpu = Files.readAllLines(Path.of("/proc/stat")).get(0).split(" +", -1);
            long all = 0;
            for (int field = 1; field <= 8; field++) { // user, nice, system, idle, iowait, irq, softirq, steal
                all += Long.parseLong(cpu[field]);
            }
            Map<Long, Task> tasks = tasks();
            long used = 0;
            long own = 0;
            for (Map.Entry<Long, Task> task : tasks.entrySet()) {
                long time = task.getValue().time();
                used += time;
                own += isOurs(tasks, task.getKey()) ? time : 0;
            }
            return new ProcessorUsage(all, Long.parseLong(cpu[8]), used, own);
        } catch (IOException e) {
            return new ProcessorUsage(0, 0, 0, 0);
        }
    }

    private static Map<Long, Task> tasks() throws IOException {
        Map<Long, Task> tasks = new HashMap<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
            for (Path process : processes) {
                try {
                    String stat = Files.readString(process.resolve("stat"));
                    int end = stat.lastIndexOf(')');
                    String[] fields = stat.substring(end + 2).split(" ", -1);
                    long time = 0;
                    for (int field = 11; field <= 14; field++) { // utime, stime, and those of children
                        time += Long.parseLong(fields[field]);
                    }
                    String name = stat.substring(stat.indexOf('(') + 1, end);
                    tasks.put(
                            Long.parseLong(process.getFileName().toString()),
                            new Task(name, Long.parseLong(fields[1]), time));
                } catch (IOException e) {
                    // It has ended just now, and its time is its parent's.
                }
            }
        }
        return tasks;
    }

    private static boolean isOurs(Map<Long, Task> tasks, long process) {
        Task task = tasks.get(process);
        if (task != null && task.name().matches(SERVERS)) {
            return true;
        }
        long self = ProcessHandle.current().pid();
        for (long each = process; task != null; task = tasks.get(each)) {
            if (each == self) {
                return true;
            }
            each = task.parent();
        }
        return false;
    }

    /**
     * The percentage of the machine that other processes took since then. It is not a number where that is unknown. One
     * such case is a server of ours that has ended meanwhile: its time then counts for the process that adopted it.
     */
    double othersPercentSince(ProcessorUsage before) {
        double others = 100.0 * (used - before.used - (own - before.own) + stolen - before.stolen) / (all - before.all);
        return others >= 0 && others <= 100 ? others : Double.NaN;
    }
}

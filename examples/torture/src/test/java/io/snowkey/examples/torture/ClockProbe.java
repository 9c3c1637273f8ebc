// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that prints again and again how many seconds its wall clock and its monotonic clock ran in a second of the
 * kernel's. It waits in the ways in which the JVM waits, on each of the clocks. It ends by itself after some minutes.
 */
final class ClockProbe {

    private static final long WAIT_MILLIS = 200;
    private static final int MOST_LINES = 200;

    private ClockProbe() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        for (int i = 0; i < MOST_LINES; i++) {
            Reading first = Reading.now();
            for (Reading now = first; now.kernel - first.kernel < 1; now = Reading.now()) {
                Thread.sleep(WAIT_MILLIS);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS));
                LockSupport.parkUntil(System.currentTimeMillis() + WAIT_MILLIS);
            }
            Reading last = Reading.now();
            double passed = last.kernel - first.kernel;
            System.out.println((last.wall - first.wall) / passed + " " + (last.monotonic - first.monotonic) / passed);
        }
    }

    /** What the clocks say at one moment, in seconds. The kernel tells its own in a file, which nothing changes. */
    private record Reading(double kernel, double wall, double monotonic) {

        private static final double SAME_MOMENT = 0.02;
        private static final int MOST_TRIES = 1_000;

        /** Reads the clocks until the process was not interrupted meanwhile. */
        static Reading now() throws IOException {
            for (int i = 0; i < MOST_TRIES; i++) {
                double before = kernelSeconds();
                Reading reading = new Reading(before, System.currentTimeMillis() / 1e3, System.nanoTime() / 1e9);
                if (kernelSeconds() - before < SAME_MOMENT) {
                    return reading;
                }
            }
            throw new IOException("the process never runs for " + SAME_MOMENT + " s");
        }

        private static double kernelSeconds() throws IOException {
            String text = Files.readString(Path.of("/proc/uptime"));
            return Double.parseDouble(text.substring(0, text.indexOf(' ')));
        }
    }
}

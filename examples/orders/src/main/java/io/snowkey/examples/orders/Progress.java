// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Prints how far the import is: at every tenth of the way. It prints at most twice a second, and at least every five
 * seconds if there are commits.
 */
final class Progress {

    private static final long RARELY = Duration.ofSeconds(5).toNanos();
    private static final long OFTEN = Duration.ofMillis(500).toNanos();

    private final PrintStream out;
    private final LongSupplier nanoTime;
    private final long total;
    private final long begun;
    private long saidAt;
    private long saidTenth;

    /** @param total roughly the number of rows to read */
    Progress(PrintStream out, LongSupplier nanoTime, long total) {
        this.out = out;
        this.nanoTime = nanoTime;
        this.total = total;
        this.begun = nanoTime.getAsLong();
        this.saidAt = begun;
    }

    /** Takes note of a commit, and prints if it is time. */
    void reached(long read, long stored) {
        long now = nanoTime.getAsLong();
        long tenth = read * 10 / Math.max(total, 1);
        long silent = now - saidAt;
        if (silent >= RARELY || (tenth > saidTenth && silent >= OFTEN)) {
            saidAt = now;
            saidTenth = tenth;
            out.printf(
                    Locale.ROOT,
                    "  %,d orders stored, %d %%, %,d rows/s%n",
                    stored,
                    read * 100 / Math.max(total, 1),
                    perSecond(stored, now - begun));
        }
    }

    Duration elapsed() {
        return Duration.ofNanos(nanoTime.getAsLong() - begun);
    }

    static long perSecond(long rows, long nanos) {
        return Math.round(rows * 1e9 / Math.max(nanos, 1));
    }
}

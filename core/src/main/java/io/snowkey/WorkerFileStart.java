// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Leads from a file that was just opened to a claim. */
final class WorkerFileStart {

    /**
     * The shortest time of a start, unless the last holder ended cleanly. Somebody may have deleted or restored the
     * file under a process that is still at work. That process checks the file every {@link MarkKeeper#LONGEST_PAUSE},
     * and ends then.
     */
    private static final Duration SHORTEST = MarkKeeper.LONGEST_PAUSE.multipliedBy(2);

    private final Path path;
    private final InstantSource clock;
    private final Waiter waiter;
    private final Duration maxWait;
    private final Pause pause;

    WorkerFileStart(Path path, InstantSource clock, Waiter waiter, Duration maxWait, Pause pause) {
        this.path = path;
        this.clock = clock;
        this.waiter = waiter;
        this.maxWait = maxWait;
        this.pause = pause;
    }

    /** Lets the thread sleep. */
    interface Pause {
        void sleep(Duration duration) throws InterruptedException;
    }

    /**
     * Waits until the last holder cannot issue any more ids.
     *
     * @return its mark
     * @throws WorkerFileException if that takes longer than the start may wait, or if the last holder is at work
     */
    long await(DurableMark mark) {
        long startNanos = System.nanoTime();
        long before = mark.read();
        awaitClock(before);
        Duration rest = SHORTEST.minusNanos(System.nanoTime() - startNanos);
        if (!mark.wasReleased() && !rest.isNegative()) {
            try {
                pause.sleep(rest);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new WorkerFileException(
                        "Worker file " + path + ": interrupted while waiting for another process that may use it.", e);
            }
        }
        mark.readAgain();
        return before;
    }

    /**
     * Makes this process the holder.
     *
     * @param from the earliest time to issue from; not before the mark that {@link #await} returned
     * @param reserved the first mark
     * @return the time from which ids may be issued; not before {@code from}
     */
    long take(DurableMark mark, long from, long reserved) throws IOException {
        long before = mark.take(reserved);
        if (before <= from) {
            return from;
        }
        // The last holder woke up at the last moment and moved its mark. It stops, and this process goes on after it.
        try {
            awaitClock(before);
            return before;
        } catch (WorkerFileException e) {
            mark.release(before); // nothing was issued
            throw e;
        }
    }

    private void awaitClock(long mark) {
        while (clock.millis() < mark) {
            Instant now = clock.instant();
            Duration ahead = Duration.between(now, Instant.ofEpochMilli(mark));
            if (ahead.compareTo(maxWait) > 0) {
                throw refused(
                        mark,
                        now,
                        "That is " + MessageText.of(ahead) + " ahead, and more than maxWait, " + MessageText.of(maxWait)
                                + ". If another process uses the file, give this one a file and a worker id of its own."
                                + " If not, correct the clock if it is behind, or start again later.");
            }
            switch (waiter.await(clock, mark, maxWait.toMillis() + 1)) {
                case REACHED, MOVED_BACK -> {}
                case INTERRUPTED -> throw refused(mark, now, "The start was interrupted while waiting for it.");
                case STALLED -> throw refused(mark, now, "The clock stands still. Start again when it moves.");
            }
        }
    }

    private WorkerFileException refused(long mark, Instant now, String why) {
        return new WorkerFileException(
                "Worker file " + path + ": ids up to " + Instant.ofEpochMilli(mark)
                        + " may have been issued, and the clock reads " + now + ". " + why,
                null);
    }
}

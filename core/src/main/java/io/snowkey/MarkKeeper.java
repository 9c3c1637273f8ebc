// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Keeps a durable mark ahead of the ids that are issued. Its thread checks the mark and moves it on, until the mark is
 * lost or the keeper is closed. Nothing else ends that thread.
 */
final class MarkKeeper {

    /** The longest time between two checks of the mark. */
    static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final Path path;
    private final DurableMark file;
    private final ClaimGrant grant;
    private final Reservation reservation;
    private final LeapGuard guard;
    private final InstantSource clock;
    private final ReentrantLock writing = new ReentrantLock();
    private final Thread heartbeat;
    /** The mark in the file. This process wrote it, and no other process has written since. */
    private long mark;

    private volatile boolean closed;
    private volatile @Nullable WorkerFileException failure;

    /**
     * Creates a keeper; {@link #start()} starts its thread.
     *
     * @param mark what was written last
     */
    MarkKeeper(
            Path path,
            DurableMark file,
            long mark,
            ClaimGrant grant,
            Reservation reservation,
            LeapGuard guard,
            InstantSource clock) {
        this.path = path;
        this.file = file;
        this.mark = mark;
        this.grant = grant;
        this.reservation = reservation;
        this.guard = guard;
        this.clock = clock;
        this.heartbeat =
                new Thread(this::beat, "snowkey-worker-file-" + grant.claim().workerId());
        heartbeat.setDaemon(true);
    }

    /**
     * How far ahead of the clock ids are reserved.
     *
     * @param ticks ids are reserved in whole ticks
     */
    record Reservation(Ticks ticks, Duration length) {

        /** The end of the tick in which a reservation from this time ends. */
        long from(long millis) {
            return ticks.startMillis(ticks.firstFrom(millis + length.toMillis()));
        }

        Duration third() {
            return length.dividedBy(3);
        }
    }

    void start() {
        heartbeat.start();
    }

    /** Why the mark cannot move on, or why the lease ended; {@code null} after a close. */
    @Nullable
    WorkerFileException renewalFailure() {
        WorkerFileException now = failure;
        boolean over = isLost(now) ? closed : grant.claim().isSealed();
        return over ? null : now;
    }

    private static boolean isLost(@Nullable WorkerFileException failure) {
        return failure != null && failure.getCause() instanceof MarkLostException;
    }

    private void beat() {
        long pause = Math.min(reservation.third().toNanos(), LONGEST_PAUSE.toNanos());
        while (!closed) {
            try {
                LockSupport.parkNanos(pause);
                Thread.interrupted(); // an interrupt must not make this thread spin
                look();
            } catch (Throwable notEvenToldBy) {
                // Memory may be short, for instance. The next check may succeed, and no id is issued without one.
            }
        }
        writing.lock(); // the closing thread may still write the last mark
        try {
            closeFile();
        } finally {
            writing.unlock();
        }
    }

    /** Checks the file, and moves the mark and the end of the claim on. {@link #renewalFailure()} keeps a failure. */
    void look() {
        writing.lock();
        try {
            if (!closed && !grant.claim().isSealed()) {
                renew();
            }
        } catch (MarkLostException e) {
            failure = new WorkerFileException(
                    "Worker file " + path + ": is not held by this process any more, noticed at " + now() + ": "
                            + e.getMessage()
                            + ". This lease is over. Open another one, or start the process again, once"
                            + " no other process uses the file.",
                    e);
            grant.seal();
        } catch (Throwable e) {
            if (failure == null || failure.getCause() == null) { // a failure replaces a leap of the clock
                failure = new WorkerFileException(
                        "Worker file " + path + ": cannot be renewed since " + now() + ": "
                                + (e.getMessage() != null ? e.getMessage() : e) + ".",
                        e);
            }
        } finally {
            writing.unlock();
        }
    }

    private void renew() throws IOException {
        long until = reservation.from(guard.millis());
        if (until - mark >= reservation.third().toMillis()) {
            file.write(until);
            mark = until;
            grant.extendTo(until); // not before it is on the disk
        } else {
            file.check();
        }
        failure = guard.ahead().isZero() ? null : leapt();
    }

    private WorkerFileException leapt() {
        WorkerFileException before = failure;
        return before != null && before.getCause() == null
                ? before
                : new WorkerFileException(
                        "the clock leapt forward by about "
                                + MessageText.of(guard.ahead().truncatedTo(ChronoUnit.SECONDS)) + ", noticed at "
                                + now()
                                + " by that clock. If it stays there for " + MessageText.of(LeapGuard.HOLD)
                                + ", ids follow it.",
                        null);
    }

    /** The time for a message, even if it is the clock that fails. */
    private String now() {
        try {
            return clock.instant().toString();
        } catch (RuntimeException e) {
            return "a time that the clock does not tell";
        }
    }

    /** Does what {@link FileWorkerLease#close()} says. */
    void close() {
        long last = grant.seal();
        boolean locked = lockForClose();
        try {
            if (!closed) {
                boolean lost = isLost(failure);
                closed = true;
                if (!locked) {
                    throw notLowered("the disk did not answer for " + MessageText.of(LONGEST_CLOSE), null);
                }
                if (!lost) {
                    file.release(last);
                }
            }
        } catch (IOException e) {
            throw notLowered(e.getMessage(), e);
        } finally {
            if (locked) {
                closeFile();
                writing.unlock();
            } // otherwise the heartbeat closes it, once the disk answers
            LockSupport.unpark(heartbeat);
        }
    }

    private WorkerFileException notLowered(@Nullable String why, @Nullable Throwable cause) {
        return new WorkerFileException(
                "Worker file " + path + ": its mark could not be lowered: " + why
                        + ". The next start has to wait until " + Instant.ofEpochMilli(mark)
                        + ", unless the file changes.",
                cause);
    }

    private boolean lockForClose() {
        long deadline = System.nanoTime() + LONGEST_CLOSE.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return writing.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true; // an interrupted thread still leaves the file in order
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void closeFile() {
        try {
            file.close();
        } catch (IOException e) {
            // There was nothing left to write.
        }
    }
}

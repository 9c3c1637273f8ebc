// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * A worker id without a database, guarded by a file on this machine: no two processes that share the file issue with it at
 * the same time, and no restart repeats an id, not after a crash, and not when the clock was set back in between.
 *
 * <p>The file holds the high-water mark: no id with this timestamp or a later one was ever issued. It is written ahead, and
 * on the disk before ids up to it are issued; a thread renews it. After a crash the next start has to wait until the clock
 * has passed it.
 *
 * <pre>{@code
 * FileWorkerLease lease = FileWorkerLease.builder(Path.of("/var/lib/shop/worker-7"), 7).open();
 * try (SnowflakeGenerator ids = SnowflakeGenerator.builder().lease(lease).build()) {
 *     long id = ids.nextId();
 * }
 * }</pre>
 *
 * <p>That no other file has the same worker id is up to the caller. Keep the file on a local disk: locks and writes of network
 * file systems are not always what they seem. Thread-safe.
 */
public final class FileWorkerLease implements WorkerLease {

    private final DurableMark file;
    private final SnowflakeLayout layout;
    private final InstantSource clock;
    private final Duration reservation;
    private final ClaimGrant grant;
    private final ReentrantLock writing = new ReentrantLock();
    private final Thread heartbeat;
    private volatile boolean closed;
    private volatile @Nullable WorkerFileException trouble;

    private FileWorkerLease(Builder builder, DurableMark file) throws IOException {
        this.file = file;
        this.layout = builder.layout;
        this.clock = builder.clock;
        this.reservation = builder.reservation;
        long mark = file.read();
        builder.awaitMark(mark);
        long now = clock.millis();
        // The claim is tried before its end is written, for a clock that the layout cannot express must not get into
        // the file.
        this.grant = ClaimGrant.of(layout, builder.workerId, Math.max(mark, now), Math.max(mark, now));
        renew();
        this.heartbeat = new Thread(this::beat, "snowkey-worker-file-" + builder.workerId);
        heartbeat.setDaemon(true);
    }

    /**
     * A builder of a lease.
     *
     * @param file the file, made if it is not there; its directory must be there
     * @param workerId 0 to {@link SnowflakeLayout#maxWorkerId()}
     */
    public static Builder builder(Path file, long workerId) {
        return new Builder(file, workerId);
    }

    @Override
    public SnowflakeLayout layout() {
        return layout;
    }

    @Override
    public Claim claim() {
        return grant.claim();
    }

    @Override
    public Claim heldClaim() {
        return grant.claim();
    }

    @Override
    public @Nullable Throwable trouble() {
        return grant.claim().isSealed() ? null : trouble;
    }

    private void beat() {
        while (!closed) {
            LockSupport.parkNanos(reservation.toNanos() / 3);
            try {
                renew();
            } catch (IOException e) {
                if (trouble == null) {
                    trouble = new WorkerFileException(
                            "the worker file cannot be written since " + clock.instant() + ": " + e.getMessage() + ".",
                            e);
                }
            }
        }
    }

    /** Moves the end of the claim on, by what the heartbeat does. */
    void renew() throws IOException {
        writing.lock();
        try {
            if (!closed) {
                long until = clock.millis() + reservation.toMillis();
                if (until > grant.claim().untilMillis()) {
                    file.write(until);
                    grant.extendTo(until); // not before it is on the disk
                }
                trouble = null;
            }
        } finally {
            writing.unlock();
        }
    }

    /** Seals the claim, writes down how far it went, so that a restart need not wait, and unlocks the file. */
    @Override
    public void close() {
        long mark = grant.seal();
        writing.lock();
        try (file) {
            if (!closed) {
                closed = true;
                file.write(mark);
            }
        } catch (IOException e) {
            throw new WorkerFileException("Worker file: its mark could not be lowered: " + e.getMessage(), e);
        } finally {
            writing.unlock();
            LockSupport.unpark(heartbeat);
        }
    }

    @Override
    public String toString() {
        return "worker id " + grant.claim().workerId() + " of a file";
    }

    /** Builds a {@link FileWorkerLease}. */
    public static final class Builder {

        private final Path file;
        private final long workerId;
        private String workerName;
        private SnowflakeLayout layout = SnowflakeLayout.DEFAULT;
        private InstantSource clock = InstantSource.system();
        private Duration reservation = Duration.ofSeconds(3);
        private Duration maxWait = Duration.ofSeconds(10);
        private Waiter waiter = new SystemWaiter();

        private Builder(Path file, long workerId) {
            this.file = file;
            this.workerId = workerId;
            this.workerName = Long.toString(workerId);
        }

        /** The layout; {@link SnowflakeLayout#DEFAULT} unless given. The file remembers it. */
        public Builder layout(SnowflakeLayout layout) {
            this.layout = layout;
            return this;
        }

        /** The wall clock, the same as the generator's; the system's unless given. */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /**
         * How far ahead of the clock the mark is written; 3 s unless given. For so long ids go on when the disk fails, and for
         * so long a restart waits after a crash. The file is written three times as often.
         *
         * @param reservation 100 ms to 1 day
         */
        public Builder reservation(Duration reservation) {
            this.reservation = reservation;
            return this;
        }

        /**
         * For how long a start waits for the clock to reach the mark, before it is refused; 10 s unless given.
         *
         * @param maxWait 0, to refuse at once, to 1 day
         */
        public Builder maxWait(Duration maxWait) {
            this.maxWait = maxWait;
            return this;
        }

        /** What the file remembers as its worker: that of a flake has no room in a layout. */
        Builder workerName(String name) {
            this.workerName = name;
            return this;
        }

        Builder waiter(Waiter waiter) {
            this.waiter = waiter;
            return this;
        }

        /**
         * Opens the file, waits for the mark in it, and reserves the first ids.
         *
         * @throws IllegalArgumentException if a setting is outside its range, or the clock reads a time that the layout cannot
         *     express
         * @throws WorkerFileException if the file is locked, damaged, of another worker or layout, cannot be written, or holds
         *     a mark too far ahead of the clock
         */
        public FileWorkerLease open() {
            Duration day = Duration.ofDays(1);
            require("reservation", reservation, Duration.ofMillis(100), day);
            require("maxWait", maxWait, Duration.ZERO, day);
            layout.fields().requireWorkerId(workerId);
            return open(WorkerFile.open(file, layout, workerName));
        }

        /** Opens the lease on a mark of any kind. */
        FileWorkerLease open(DurableMark opened) {
            try {
                FileWorkerLease lease = new FileWorkerLease(this, opened);
                lease.heartbeat.start();
                return lease;
            } catch (IOException e) {
                closeAfter(e, opened);
                throw new WorkerFileException("Worker file " + file + ": cannot be written: " + e.getMessage(), e);
            } catch (RuntimeException e) {
                closeAfter(e, opened);
                throw e;
            }
        }

        private static void closeAfter(Exception failure, DurableMark opened) {
            try {
                opened.close();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }

        private static void require(String name, Duration value, Duration min, Duration max) {
            if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
                throw new IllegalArgumentException(name + " " + value + ": must be " + min + " to " + max);
            }
        }

        private void awaitMark(long mark) {
            while (clock.millis() < mark) {
                Instant now = clock.instant();
                Duration ahead = Duration.between(now, Instant.ofEpochMilli(mark));
                if (ahead.compareTo(maxWait) > 0) {
                    throw refused(mark, now, "more than maxWait " + maxWait);
                }
                switch (waiter.await(clock, mark, maxWait.toMillis() + 1)) {
                    case REACHED, MOVED_BACK -> {}
                    case INTERRUPTED -> throw refused(mark, now, "interrupted while waiting for it");
                    case STALLED -> throw refused(mark, now, "and the clock stands still");
                }
            }
        }

        private WorkerFileException refused(long mark, Instant now, String why) {
            return new WorkerFileException(
                    "Worker file " + file + ": ids up to " + Instant.ofEpochMilli(mark)
                            + " may have been issued, and the" + " clock reads " + now + ": " + why
                            + ". Correct the clock if it is behind, or wait.",
                    null);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

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
 * <p><b>Who holds it.</b> The content of the file decides. A second process, or a second lease in this one, is refused: at once
 * while the lock on the file holds, and otherwise after it has waited for the mark and seen it move on. It does not matter if the
 * lock is lost, as it is when anything in this process opens and closes the file. It does not matter either for how long a
 * process is paused, or where. Symbolic links are followed, and hard links lead to the same file: it is the file that counts and
 * not its name.
 *
 * <p><b>What ends it.</b> The file is looked at every 250 ms, or three times per reservation if that is more often. If another
 * process took it over, if it was deleted, moved or replaced, if what this lease wrote was changed or cut, if anything else was
 * added, or if a link on the way now leads to another file, this lease is lost for good. {@link #trouble()} says why, and every
 * later id is refused. Stop the processes that use the file before you delete or restore it: ids of another process that starts
 * meanwhile may be the same as those of up to 250 ms here, and of up to the reservation if this process is paused. For the same
 * reason a start takes half a second, unless it follows a clean end. A disk that fails does not end the lease: {@link #trouble()}
 * says so, ids go on up to the mark, and resume when the disk does.
 *
 * <p><b>The clock.</b> A clock that leaps forward by more than the reservation (and more than 1 s) is not followed at once: a
 * mark that followed a leap of a year could not be taken back. Ids are refused meanwhile, and {@link #trouble()} says so. If the
 * clock is put back, ids go on at once. If it stays for 5 s, as after a correction or when the machine slept, it is followed, and
 * ids go on. A smaller leap is not noticed.
 *
 * <p><b>What it cannot see.</b> A copy of the file is another file, and so is one of another path with the same worker id: that
 * each worker id has one file is up to the caller. Whatever starts on a copy begins after the mark in the copy. A virtual machine
 * that is cloned with its disk, or a process that is restored from a checkpoint, has a copy or the line of its original. Keep the
 * file on a local disk: what network file systems promise is not enough. The same holds for a file that several machines, or a
 * machine and its virtual machines, share.
 *
 * <p><b>The file</b> is text, one line of 256 characters for each start, and grows by as much: 4,096 starts take 1 MiB. It is made
 * with the mode that the umask gives; one that is there keeps its mode, so make it beforehand if it is to have another. Whoever may
 * write to it can forge it. It may be deleted when nobody uses it and its mark has passed.
 *
 * <p>Thread-safe.
 */
public final class FileWorkerLease implements WorkerLease {

    private static final Duration MIN_LEAP = Duration.ofSeconds(1);

    private final SnowflakeLayout layout;
    private final ClaimGrant grant;
    private final MarkKeeper keeper;

    private FileWorkerLease(Builder builder, DurableMark file) throws IOException {
        this.layout = builder.layout;
        InstantSource clock = builder.clock;
        WorkerFileStart start =
                new WorkerFileStart(builder.file, clock, builder.waiter, builder.maxWait, builder.pause);
        long from = Math.max(start.await(file), clock.millis());
        // The claim is tried before its end is written, for a clock that the layout cannot express must not get into
        // the file.
        ClaimGrant.of(layout, builder.workerId, from, from);
        MarkKeeper.Reservation reservation = new MarkKeeper.Reservation(layout.ticks(), builder.reservation);
        Duration leap = builder.reservation.compareTo(MIN_LEAP) > 0 ? builder.reservation : MIN_LEAP;
        LeapGuard guard = new LeapGuard(clock, builder.nanoTime, leap);
        long mark = reservation.from(from);
        from = start.take(file, from, mark);
        this.grant = ClaimGrant.of(layout, builder.workerId, from, Math.max(from, mark));
        this.keeper = new MarkKeeper(builder.file, file, mark, grant, reservation, guard, clock);
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
        return keeper.trouble();
    }

    /** What the heartbeat does. */
    void look() {
        keeper.look();
    }

    /**
     * Seals the claim, writes down how far it went, so that a restart need not wait, and unlocks the file. Waits 5 s at most for
     * a disk that does not answer.
     *
     * @throws WorkerFileException if the mark could not be written: the next start has to wait for the one before. The lease is
     *     closed all the same
     */
    @Override
    public void close() {
        keeper.close();
    }

    @Override
    public String toString() {
        return "worker id " + grant.claim().workerId() + " of a file";
    }

    /** Builds a {@link FileWorkerLease}. */
    public static final class Builder {

        private static final Duration MIN_RESERVATION = Duration.ofMillis(100);
        private static final Duration LONGEST = Duration.ofDays(1);

        private final Path file;
        private final long workerId;
        private String workerName;
        private SnowflakeLayout layout = SnowflakeLayout.DEFAULT;
        private InstantSource clock = InstantSource.system();
        private LongSupplier nanoTime = System::nanoTime;
        private Duration reservation = Duration.ofSeconds(3);
        private Duration maxWait = Duration.ofSeconds(10);
        private Waiter waiter = new SystemWaiter();
        private WorkerFileStart.Pause pause = duration -> TimeUnit.NANOSECONDS.sleep(duration.toNanos());

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
         * so long a restart waits after a crash. Both are longer by up to a tick of the layout, for ids are reserved in whole
         * ticks. The file is written three times as often.
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

        Builder nanoTime(LongSupplier nanoTime) {
            this.nanoTime = nanoTime;
            return this;
        }

        Builder pause(WorkerFileStart.Pause pause) {
            this.pause = pause;
            return this;
        }

        /**
         * Opens the file, waits for the mark in it, and reserves the first ids. Takes half a second at least, unless the lease
         * before was closed.
         *
         * @throws IllegalArgumentException if a setting is outside its range, or the clock reads a time that the layout cannot
         *     express
         * @throws WorkerFileException if the file is in use, damaged, of another worker or layout, cannot be read or written, or
         *     holds a mark too far ahead of the clock; or if the thread is interrupted while it waits. The message says what to
         *     do
         */
        public FileWorkerLease open() {
            require("reservation", reservation, MIN_RESERVATION);
            require("maxWait", maxWait, Duration.ZERO);
            layout.fields().requireWorkerId(workerId);
            return open(WorkerFile.open(file, layout, workerName));
        }

        /** Opens the lease on a mark of any kind. */
        FileWorkerLease open(DurableMark opened) {
            try {
                FileWorkerLease lease = new FileWorkerLease(this, opened);
                lease.keeper.start();
                return lease;
            } catch (IOException e) {
                closeAfter(e, opened);
                throw new WorkerFileException(
                        "Worker file " + file + ": cannot be written: " + e.getMessage() + ".", e);
            } catch (RuntimeException | Error e) {
                closeAfter(e, opened);
                throw e;
            }
        }

        private static void closeAfter(Throwable failure, DurableMark opened) {
            try {
                opened.close();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }

        private static void require(String name, Duration value, Duration min) {
            if (value.compareTo(min) < 0 || value.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        name + " " + MessageText.of(value) + ": must be " + MessageText.of(min) + " to " + MessageText.of(LONGEST));
            }
        }
    }
}

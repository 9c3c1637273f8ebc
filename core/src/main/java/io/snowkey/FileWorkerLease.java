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
 * A worker id without a database, guarded by a file on this machine. Of all processes that share the file, only one
 * issues ids at a time. No restart repeats an id, even after a crash, and even if the clock was set back in between.
 *
 * <p>The file holds the high-water mark: no id with this timestamp or a later one was ever issued. The mark is on the
 * disk before ids up to it are issued, and a thread renews it. After a crash, the next start has to wait until the
 * clock has passed the mark.
 *
 * <pre>{@code
 * FileWorkerLease lease = FileWorkerLease.builder(Path.of("/var/lib/shop/worker-7"), 7).open();
 * try (SnowflakeGenerator ids = SnowflakeGenerator.builder().lease(lease).build()) {
 *     long id = ids.nextId();
 * }
 * }</pre>
 *
 * <p><b>Who holds it.</b> The content of the file decides. A second process, or a second lease in this one, is refused.
 * That happens at once while the file is locked. Without the lock it happens after the second one has waited for the
 * mark and seen it move on. The lock may be lost, for instance when anything in this process opens and closes the file:
 * ids stay unique. A process may be paused anywhere and for any time: ids stay unique. Symbolic links are followed, and
 * hard links lead to the same file: it is the file that counts and not its name.
 *
 * <p><b>What ends it.</b> The file is looked at every 250 ms, or three times per reservation if that is more often. If
 * another process took it over, if it was deleted, moved or replaced, if what this lease wrote was changed or cut, if
 * anything else was added, or if a symbolic link now leads to another file, this lease is lost for good.
 * {@link #renewalFailure()} says why, and every later id is refused. Stop the processes that use the file before you
 * delete or restore it. Otherwise another process may start meanwhile, and repeat ids of this process: those of up to
 * 250 ms, or of the whole reservation if this process is paused. For the same reason, a start takes half a second,
 * unless the lease before was closed. A disk that fails does not end the lease. {@link #renewalFailure()} says so, and
 * ids go on up to the mark. They resume when the disk works again.
 *
 * <p><b>The clock.</b> A clock that leaps forward by more than the reservation (and more than 1 s) is not followed at
 * once, because a mark that followed a leap of a year could not be taken back. Ids are refused meanwhile, and
 * {@link #renewalFailure()} says so. If the clock is put back, ids go on at once. If the clock stays there for 5 s, as
 * after a correction or a sleep of the machine, it is followed, and ids go on. A smaller leap is not noticed.
 *
 * <p><b>What it cannot see.</b> A copy of the file is another file. So is a second file for the same worker id. The
 * caller sees to it that each worker id has one file. A process that starts on a copy begins after the mark in the
 * copy. A virtual machine that is cloned with its disk has a copy; a process that is restored from a checkpoint has the
 * line of its original. Keep the file on a local disk: the promises of network file systems are not enough. The same
 * holds for a file that several machines share, or a machine and its virtual machines.
 *
 * <p><b>The file</b> is text, one line of 256 characters for each start, and grows by as much: 4,096 starts take 1 MiB.
 * A new file gets the mode that the umask gives. An existing file keeps its mode, so create it beforehand if it needs
 * another one. Anybody who may write to the file can forge it. It may be deleted when no process uses it and its mark
 * has passed.
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
        // Try the claim before its end is written: a clock that the layout cannot express must not get into the file.
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
     * @param file the file. It is created if it does not exist; its directory must exist
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
    public @Nullable Throwable renewalFailure() {
        return keeper.renewalFailure();
    }

    /** Does what the heartbeat does. */
    void look() {
        keeper.look();
    }

    /**
     * Seals the claim and unlocks the file. First it writes how far ids went, so that a restart does not have to wait.
     * Waits at most 5 s for a disk that does not answer.
     *
     * @throws WorkerFileException if the mark could not be written. The next start then has to wait for the mark
     *     before. The lease is closed nevertheless
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
         * How far ahead of the clock the mark is written; 3 s unless given. Ids go on for so long when the disk fails,
         * and a restart waits for so long after a crash. Both are longer by up to a tick of the layout, because ids are
         * reserved in whole ticks. The file is written three times in that time.
         *
         * @param reservation 100 ms to 1 day
         */
        public Builder reservation(Duration reservation) {
            this.reservation = reservation;
            return this;
        }

        /**
         * How long a start may wait for the clock to reach the mark; 10 s unless given. A start that would wait longer
         * is refused.
         *
         * @param maxWait 0, to refuse at once, to 1 day
         */
        public Builder maxWait(Duration maxWait) {
            this.maxWait = maxWait;
            return this;
        }

        /** The worker as the file stores it. The worker of a flake does not fit into a layout. */
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
         * Opens the file, waits for the mark in it, and reserves the first ids. This takes at least half a second,
         * unless the lease before was closed.
         *
         * @throws IllegalArgumentException if a setting is outside its range, or the clock reads a time that the layout
         *     cannot express
         * @throws WorkerFileException if the file is in use, damaged, of another worker or layout, cannot be read or
         *     written, or holds a mark too far ahead of the clock; or if the thread is interrupted while it waits. The
         *     message says what to do
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
                throw new IllegalArgumentException(name + " " + MessageText.of(value) + ": must be "
                        + MessageText.of(min) + " to " + MessageText.of(LONGEST));
            }
        }
    }
}

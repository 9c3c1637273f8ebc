// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs processes that share a file, with no lock, through every order of what they do to it: starts, heartbeats that come too
 * late, and clean ends. Whatever the order, and however long each of them pauses at whatever point, no two claims overlap.
 *
 * <p>The processes are the real {@link WorkerFile}. Beside it are files that break one rule of it; with each of them some order
 * gives an overlap.
 */
class WorkerFileInterleavingsTest {

    private static final WorkerFileFormat FORMAT =
            new WorkerFileFormat(Path.of("worker-7"), SnowflakeLayout.DEFAULT, "7");

    /** How far a claim reaches ahead of the clock. */
    private static final int RESERVATION = 10;

    /** The rule that a file breaks. */
    private enum Without {
        NOTHING,
        /** What is appended lies where it was expected, over what somebody else appended meanwhile. */
        COMPARE_AND_SET,
        /** A start does not read the mark of the holder before once more. */
        READING_THE_MARK_AGAIN,
        /** A holder does not look for another one after it wrote its mark. */
        LOOKING_AFTER_WRITING
    }

    @Test
    void aStartAndAHolderThatIsLate() throws IOException, InterruptedException {
        Run all = explore(Without.NOTHING, Points.ALL, true, 1, true);

        assertThat(all.overlaps).isZero();
        assertThat(all.orders).isGreaterThan(200);
        assertThat(all.severalHeld).isPositive(); // one after the other, that is
    }

    @Test
    void twoStarts() throws IOException, InterruptedException {
        Run all = explore(Without.NOTHING, Points.ALL, false, 2, true);

        assertThat(all.overlaps).isZero();
        assertThat(all.orders).isGreaterThan(500);
    }

    @Test
    void twoStartsAndAHolderThatIsLate() throws IOException, InterruptedException {
        Run all = explore(Without.NOTHING, Points.SHARED, true, 2, true);

        assertThat(all.overlaps).isZero();
        assertThat(all.orders).isGreaterThan(500);
    }

    @Test
    void withoutOneOfItsRulesThereAreOverlaps() throws IOException, InterruptedException {
        assertThat(explore(Without.COMPARE_AND_SET, Points.SHARED, false, 2, false).overlaps)
                .isPositive();
        assertThat(explore(Without.READING_THE_MARK_AGAIN, Points.SHARED, true, 1, false).overlaps)
                .isPositive();
        assertThat(explore(Without.LOOKING_AFTER_WRITING, Points.SHARED, true, 1, false).overlaps)
                .isPositive();
    }

    /** Where another process may come in between. */
    private enum Points {
        /** Ahead of all reading and writing. */
        ALL,
        /**
         * Ahead of all writing, and of what is read to decide: the reading again after the wait, that of the mark of the holder
         * before, and that after a holder wrote. Any other reading can but make it give up.
         */
        SHARED
    }

    /** What came of all orders. */
    private static final class Run {
        private int orders;
        private int overlaps;
        private int severalHeld;
    }

    private static Run explore(Without without, Points points, boolean holder, int starts, boolean goOn)
            throws IOException, InterruptedException {
        Run run = new Run();
        Orders orders = new Orders();
        do {
            MemoryFile file = new MemoryFile();
            Clock clock = new Clock();
            List<Holding> holdings = new ArrayList<>();
            List<Orders.Task> processes = new ArrayList<>();
            if (holder) {
                Holding before = new Holding(file, clock, without, points);
                before.start(); // at work since long, when the others come
                holdings.add(before);
                processes.add(before::heartbeatAndEnd);
            }
            for (int i = 0; i < starts; i++) {
                Holding start = new Holding(file, clock, without, points);
                holdings.add(start);
                processes.add(() -> {
                    start.start();
                    if (goOn) {
                        start.heartbeat();
                    }
                });
            }
            orders.run(processes);
            run.orders++;
            if (overlap(holdings)) {
                run.overlaps++;
            }
            if (holdings.stream().filter(Holding::held).count() > 1) {
                run.severalHeld++;
            }
        } while (orders.next());
        return run;
    }

    private static boolean overlap(List<Holding> holdings) {
        for (Holding one : holdings) {
            for (Holding other : holdings) {
                if (one != other && one.from < other.until && other.from < one.until) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Time moves when somebody waits for it. */
    private static final class Clock {

        private long now = 100;

        synchronized long now() {
            return now;
        }

        synchronized void waitFor(long time) {
            now = Math.max(now, time);
        }
    }

    /** A process, and what it was ever allowed to issue. */
    private static final class Holding {

        private final WorkerFile mark;
        private final Clock clock;
        private long from;
        private long until;

        Holding(MemoryFile file, Clock clock, Without without, Points points) {
            this.mark = new WorkerFile(
                    Path.of("worker-7"),
                    new Broken(file, without, points),
                    FORMAT,
                    "holder-" + System.identityHashCode(this));
            this.clock = clock;
        }

        boolean held() {
            return until > from;
        }

        /** As {@link WorkerFileStart} and {@link FileWorkerLease} do it. */
        void start() throws IOException {
            long before = mark.read();
            clock.waitFor(before);
            mark.readAgain();
            long first = Math.max(before, clock.now());
            long reserved = first + RESERVATION;
            first = Math.max(first, mark.take(reserved));
            from = first;
            until = Math.max(first, reserved);
        }

        void heartbeat() throws IOException {
            long reserved = clock.now() + RESERVATION + 1;
            mark.write(reserved);
            until = Math.max(until, reserved);
        }

        void heartbeatAndEnd() throws IOException {
            heartbeat();
            mark.release(until);
        }
    }

    /** A file whose operations on what is shared are the points where another process may come in between. */
    private static final class Broken implements FileAccess {

        private final FileAccess real;
        private final Without without;
        private final Points points;
        private int reads;
        private long lengthSeen;
        private byte[] readFirst = {};
        private boolean appended;
        private boolean wrote;

        Broken(MemoryFile file, Without without, Points points) {
            this.real = file.new Opened(name -> {});
            this.without = without;
            this.points = points;
        }

        @Override
        public long length() throws IOException {
            // Not a point of its own: what is appended between this and the reading is as if appended after it.
            lengthSeen = real.length();
            return lengthSeen;
        }

        @Override
        public byte[] read(long from, int most) throws IOException {
            reads++;
            boolean again = reads == 2;
            boolean markBefore = reads == 4 && from == 0;
            if (points == Points.ALL || again || markBefore || wrote) {
                Orders.point();
            }
            byte[] read = real.read(from, most);
            if (!appended) {
                readFirst = read;
            } else if (without == Without.READING_THE_MARK_AGAIN && from == 0 && readFirst.length > 0) {
                return Arrays.copyOf(readFirst, most);
            }
            boolean afterWriting = wrote;
            wrote = false;
            return afterWriting && without == Without.LOOKING_AFTER_WRITING
                    ? Arrays.copyOf(read, WorkerFileFormat.LINE)
                    : read;
        }

        @Override
        public void append(byte[] bytes) throws IOException {
            Orders.point();
            appended = true;
            if (without == Without.COMPARE_AND_SET) {
                real.write(lengthSeen, bytes);
            } else {
                real.append(bytes);
            }
        }

        @Override
        public void write(long at, byte[] bytes) throws IOException {
            Orders.point();
            wrote = true;
            real.write(at, bytes);
        }

        @Override
        public boolean lock() {
            return true;
        }

        @Override
        public @Nullable String gone() {
            return null;
        }

        @Override
        public void sync() {}

        @Override
        public void syncDirectory() {}

        @Override
        public void close() {}
    }
}

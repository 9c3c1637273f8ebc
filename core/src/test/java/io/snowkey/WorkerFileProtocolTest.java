// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a worker file does to the file, and what it concludes from it, where nobody's lock holds. */
class WorkerFileProtocolTest {

    private static final WorkerFileFormat FORMAT =
            new WorkerFileFormat(Path.of("worker-7"), SnowflakeLayout.DEFAULT, "7");

    private final MemoryFile file = new MemoryFile();
    private final MemoryFile.Opened mine = file.new Opened(name -> {});
    private final WorkerFile holder = new WorkerFile(Path.of("worker-7"), mine, FORMAT, "mine");
    private final WorkerFile other = new WorkerFile(Path.of("worker-7"), file.new Opened(name -> {}), FORMAT, "theirs");

    @Test
    void contentThenDirectoryAreOnTheDiskBeforeTheFirstId() throws IOException {
        holder.read();
        holder.readAgain();
        mine.operations().clear();

        holder.take(1_000);

        assertThat(mine.operations()).startsWith("append", "sync", "sync directory", "read");
    }

    @Test
    void everyMarkIsOnTheDiskBeforeItCounts() throws IOException {
        start(holder, 1_000);
        mine.operations().clear();
        holder.write(2_000);
        assertThat(mine.operations()).containsExactly("gone", "read", "write", "sync", "gone", "read", "lock");
        mine.operations().clear();
        holder.check();
        assertThat(mine.operations()).containsExactly("gone", "read", "lock");
        mine.operations().clear();
        holder.release(1_500);
        assertThat(mine.operations()).containsExactly("gone", "read", "write", "sync");
    }

    @Test
    void aHolderThatMovesItsMarkOnWhileAnotherWaitsKeepsIt() throws IOException {
        start(holder, 1_000);
        assertThat(other.read()).isEqualTo(1_000);
        holder.write(2_000);

        assertThatThrownBy(other::readAgain)
                .isInstanceOf(WorkerFileException.class)
                .hasMessageContaining("is in use by another process")
                .hasMessageContaining("its content changed while this process waited");
        holder.check();
    }

    @Test
    void ofTwoStartsTheSecondIsRefusedAndTheFirstGoesOn() throws IOException {
        holder.read();
        other.read();
        holder.readAgain();
        other.readAgain();
        holder.take(1_000);

        assertThatThrownBy(() -> other.take(1_001))
                .isInstanceOf(WorkerFileException.class)
                .hasMessageContaining("another process took it at the same moment");
        holder.write(2_000);
        holder.release(1_500);
        WorkerFile next = new WorkerFile(Path.of("worker-7"), file.new Opened(name -> {}), FORMAT, "next");
        assertThat(start(next, 3_000)).isEqualTo(1_500);
        next.check();
    }

    @Test
    void aHolderWhoseMarkPassedIsToldThatAnotherTookItOver() throws IOException {
        start(holder, 1_000);
        assertThat(start(other, 2_000)).isEqualTo(1_000);

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> holder.write(3_000))
                    .isInstanceOf(MarkLostException.class)
                    .hasMessage("another process took it, and reserved ids up to 1970-01-01T00:00:02Z");
            assertThatThrownBy(() -> holder.release(3_000)).isInstanceOf(MarkLostException.class);
        }
        other.write(4_000);
        other.release(2_500);
        assertThatThrownBy(holder::check).hasMessage("another process took it, and ended since");
    }

    @Test
    void aStartBeginsAtTheMarkThatTheHolderBeforeWroteAtTheLastMoment() throws IOException {
        start(holder, 1_000);
        other.read();
        other.readAgain();
        holder.write(1_700);

        assertThat(other.take(2_000)).isEqualTo(1_700);
    }

    @Test
    void whateverElseIsWrittenIntoTheFileEndsTheLease() throws IOException {
        start(holder, 1_000);
        byte[] old = file.content();
        holder.write(2_000);
        byte[] good = file.content();

        file.set(old); // a copy of yesterday
        assertLost("something else wrote over what this process wrote");
        file.set(new byte[0]);
        assertLost("something else wrote over what this process wrote");
        file.set(Arrays.copyOf(good, 200));
        assertLost("something else wrote over what this process wrote");
        file.set(Arrays.copyOf(good, 300));
        assertLost("something else was written into it");
        file.set((new String(good, StandardCharsets.US_ASCII) + "hello\n").getBytes(StandardCharsets.US_ASCII));
        assertLost("something else was written into it");
        file.set(good);
        holder.write(3_000);
    }

    @Test
    void aProcessClonedWithItsLineIsLostOnceItsOriginalWrote() throws IOException {
        start(holder, 1_000);
        file.set(FORMAT.line(new HolderLine(0, 256, "mine", 2_000))); // what its clone wrote

        assertLost("something else wrote over what this process wrote");
    }

    @Test
    void aWriteOfUnknownOutcomeIsTriedAgain() throws IOException {
        boolean[] failing = {false};
        MemoryFile.Opened broken = file.new Opened(name -> {
            if (failing[0] && (name.equals("sync") || name.equals("write"))) {
                throw new IOException("no space left");
            }
        });
        WorkerFile tried = new WorkerFile(Path.of("worker-7"), broken, FORMAT, "mine");
        start(tried, 1_000);
        failing[0] = true;
        assertThatThrownBy(() -> tried.write(2_000)).hasMessage("no space left");
        assertThatThrownBy(() -> tried.write(3_000)).hasMessage("no space left");
        failing[0] = false;

        tried.write(4_000);
        tried.check();
    }

    @Test
    void aMarkWhoseSyncFailedIsStillItsOwn() throws IOException {
        String[] failing = {"nothing"};
        MemoryFile.Opened broken = file.new Opened(name -> {
            if (name.equals(failing[0])) {
                throw new IOException("input/output error");
            }
        });
        WorkerFile tried = new WorkerFile(Path.of("worker-7"), broken, FORMAT, "mine");
        start(tried, 1_000);
        long[] mark = {2_000};
        for (String operation : new String[] {"sync", "sync", "write", "sync", "write", "write"}) {
            failing[0] = operation;
            assertThatThrownBy(() -> tried.write(mark[0]++)).hasMessage("input/output error");
            tried.check();
        }
    }

    @Test
    void aFileOfVersion1IsTakenOverAfterItsMark() throws IOException {
        String version1 =
                """
                snowkey worker file 1
                layout timestamp 41 | worker 10 | sequence 12, tick 1 ms, epoch 2025-01-01T00:00:00Z
                worker 7
                reserved-until-ms 0000001767225660000
                checksum 4a08614a
                """;
        file.set(version1.getBytes(StandardCharsets.US_ASCII));

        assertThat(holder.read()).isEqualTo(1_767_225_660_000L);
        assertThat(holder.wasReleased()).isFalse();
        assertThat(start(holder, 1_767_225_670_000L)).isEqualTo(1_767_225_660_000L);
        assertThat(new String(file.content(), StandardCharsets.US_ASCII))
                .startsWith(version1)
                .hasSize(512);
        holder.write(1_767_225_680_000L);
        holder.release(1_767_225_675_000L);
        assertThat(other.read()).isEqualTo(1_767_225_675_000L);
        assertThat(other.wasReleased()).isTrue();
    }

    @Test
    void onlyTheEndOfALongFileIsLookedAt() throws IOException {
        byte[] many = new byte[3_000 * 256];
        for (int i = 0; i < 3_000; i++) {
            byte[] line = FORMAT.line(new HolderLine(i * 256L, 256, HolderLine.NOBODY, i));
            System.arraycopy(line, 0, many, i * 256, 256);
        }
        file.set(many);

        assertThat(holder.read()).isEqualTo(2_999);
        assertThat(start(holder, 5_000)).isEqualTo(2_999);
        assertThat(other.read()).isEqualTo(5_000);
    }

    private void assertLost(String why) {
        assertThatThrownBy(() -> holder.write(9_000))
                .isInstanceOf(MarkLostException.class)
                .hasMessage(why);
    }

    private static long start(WorkerFile file, long mark) throws IOException {
        file.read();
        file.readAgain();
        return file.take(mark);
    }
}

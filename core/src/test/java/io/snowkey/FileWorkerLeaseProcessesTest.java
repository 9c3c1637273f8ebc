// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Real processes on one file, with locks that hold and locks that are lost. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there a lock is not lost, and a process cannot be paused")
class FileWorkerLeaseProcessesTest {

    @TempDir
    private Path directory;

    private int processes;
    private int reservation = 2;

    @Test
    void aLockHeldByAnotherProgramIsRespected() throws IOException, InterruptedException {
        Path file = Files.createFile(directory.resolve("worker-7"));
        try (FileProcess other = FileProcess.locking(file)) {
            other.awaits("LOCKED");
            assertThatThrownBy(() -> FileWorkerLease.builder(file, 7).open())
                    .isInstanceOf(WorkerFileException.class)
                    .hasMessageContaining("another process, or another lease of this one, has it locked");
            assertThat(file).isEmptyFile();
        }
    }

    @Test
    void aSecondProcessIsRefusedAtOnceWhileTheLockHolds() throws IOException, InterruptedException {
        try (FileProcess first = start("keeping")) {
            first.awaits("HELD");
            try (FileProcess second = start("keeping")) {
                assertThat(second.awaitsOutcome()).startsWith("REFUSED").contains("has it locked");
            }
            first.awaitsIds(1_000);
            first.end();
        }
    }

    /** The first reads its own file all the time, as a health check or a backup may do it: it has no lock that holds. */
    @Test
    void aSecondProcessIsRefusedAlsoWhereTheLockIsLost() throws IOException, InterruptedException {
        reservation = 9; // on a busy machine, too, there is a heartbeat within that
        try (FileProcess first = start("losing")) {
            first.awaits("HELD");
            first.awaitsIds(1_000);
            int refusedByContent = 0;
            for (int i = 0; i < 10 && refusedByContent == 0; i++) {
                try (FileProcess second = start("keeping")) {
                    String outcome = second.awaitsOutcome();
                    assertThat(outcome).startsWith("REFUSED").contains("is in use");
                    // Now and then the lock holds for a moment.
                    refusedByContent += outcome.contains("its content changed while this process waited") ? 1 : 0;
                    assertThat(second.ids()).isEmpty();
                }
            }
            assertThat(refusedByContent).isPositive();
            first.awaitsIds(1_000);
            first.end();
        }
    }

    /** It is paused, without a lock, until another process took over. Then it goes on where it was. */
    @Test
    void aProcessThatSleptOverItsEndRepeatsNothingAndSaysWhy() throws IOException, InterruptedException {
        try (FileProcess first = start("losing")) {
            first.awaits("HELD");
            first.awaitsIds(1_000);
            first.signal("STOP");
            for (int i = 0; i < 10; i++) {
                try (FileProcess second = start("keeping")) {
                    String outcome = second.awaitsOutcome();
                    if (outcome.contains("has it locked")) { // it was stopped in the moment in which the lock held
                        first.signal("CONT");
                        first.awaitsIds(1_000);
                        first.signal("STOP");
                        continue;
                    }
                    assertThat(outcome).isEqualTo("HELD");
                    second.awaitsIds(1_000);
                    first.signal("CONT");
                    assertThat(first.awaits("TROUBLE LEASE_LOST"))
                            .contains("is not held by this process any more")
                            .contains("another process took it, and reserved ids up to");
                    second.awaitsIds(1_000);
                    second.end();
                    first.end();
                    assertNoneRepeated(first.ids(), second.ids());
                    return;
                }
            }
            throw new AssertionError("the lock was never lost");
        }
    }

    /** Without its file, a running process has no guard. It notices that, and the next start waits longer. */
    @Test
    void aFileThatIsDeletedUnderARunningProcessIsNotTakenByTwo() throws IOException, InterruptedException {
        try (FileProcess first = start("keeping")) {
            first.awaits("HELD");
            first.awaitsIds(1_000);
            Files.delete(directory.resolve("worker-7"));
            assertThat(first.awaits("TROUBLE LEASE_LOST")).contains("it was deleted");
            try (FileProcess second = start("keeping")) {
                second.awaits("HELD");
                second.awaitsIds(1_000);
                second.end();
                first.end();
                assertNoneRepeated(first.ids(), second.ids());
            }
        }
    }

    private static void assertNoneRepeated(long[] one, long[] other) {
        long[] all = LongStream.concat(Arrays.stream(one), Arrays.stream(other)).toArray();
        assertThat(Arrays.stream(all).distinct().count()).isEqualTo(all.length);
    }

    private FileProcess start(String how) throws IOException {
        return FileProcess.on(directory.resolve("worker-7"), directory.resolve("ids-" + processes++), how, reservation);
    }
}

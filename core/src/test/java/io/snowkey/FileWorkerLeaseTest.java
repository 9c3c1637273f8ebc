// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.snowkey.Waiter.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FileWorkerLeaseTest {

    private static final long START = SettableClock.at("2026-01-01T00:00:00Z").millis();

    private final SettableClock clock = new SettableClock(START);
    private final FakeWaiter waiter = new FakeWaiter(clock);

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("worker-7");
    }

    @Test
    void reservesAheadOfTheClock() throws IOException {
        try (FileWorkerLease lease = builder().open()) {
            assertThat(lease.claim().workerId()).isEqualTo(7);
            assertThat(lease.claim().fromMillis()).isEqualTo(START);
            assertThat(lease.claim().untilMillis()).isEqualTo(START + 60_000);
            assertThat(Files.readString(file))
                    .startsWith("snowkey-worker-file 2 layout 41t-10w-12s-1ms-1735689600000 worker 7 at 0 holder ")
                    .contains(" reserved-until-ms " + (START + 60_000) + " ")
                    .hasSize(256);
            assertThat(lease).hasToString("worker id 7 of a file");
        }
    }

    @Test
    void aCleanEndLetsTheNextStartBeginAtOnceAfterTheNewestId() {
        long newest;
        try (SnowflakeGenerator ids = generator(builder().open())) {
            newest = ids.nextId();
        }
        try (SnowflakeGenerator ids = generator(builder().open())) {
            assertThat(ids.nextId()).isGreaterThan(newest);
        }
        assertThat(waiter.waitedFor()).containsExactly(START + 1);
    }

    @Test
    void afterACrashTheStartWaitsForTheMark() throws IOException {
        crash();

        try (FileWorkerLease lease = builder().open()) {
            assertThat(waiter.waitedFor()).containsExactly(START + 60_000);
            assertThat(lease.claim().fromMillis()).isEqualTo(START + 60_000);
        }
    }

    @Test
    void refusesToStartWhenTheMarkIsFurtherAheadThanItMayWait() throws IOException {
        crash();
        clock.advance(-1_000);

        assertThatThrownBy(() -> builder().maxWait(Duration.ofSeconds(60)).open())
                .isInstanceOf(WorkerFileException.class)
                .hasMessageContaining("ids up to 2026-01-01T00:01:00Z may have been issued, and the clock reads"
                        + " 2025-12-31T23:59:59Z. That is 1 min 1 s ahead, and more than maxWait, 1 min. If"
                        + " another process");
        assertThat(waiter.waitedFor()).isEmpty();
        builder().maxWait(Duration.ofSeconds(61)).open().close();
    }

    @Test
    void refusesToStartWhenInterruptedOrTheClockStandsStill() throws IOException {
        crash();

        waiter.endsWith(Outcome.INTERRUPTED);
        assertThatThrownBy(() -> builder().open()).hasMessageContaining("interrupted while waiting for it");
        waiter.endsWith(Outcome.STALLED);
        assertThatThrownBy(() -> builder().open()).hasMessageContaining("The clock stands still");
    }

    @Test
    void twoLeasesCannotHaveTheSameFile() {
        FileWorkerLease lease = builder().open();

        assertThatThrownBy(() -> builder().open())
                .isInstanceOf(WorkerFileException.class)
                .hasMessageContaining("is in use by another process, or another lease of this one");
        lease.close();
        builder().open().close();
    }

    @Test
    void whateverTheMarkTheFileStaysReadable() {
        builder().open().close();
        for (int i = 0; i < 200; i++) { // enough for a checksum that begins with a zero
            clock.advance(60_001);
            builder().open().close();
        }
    }

    @Test
    void aFileOfAnotherWorkerOrLayoutIsRefused() {
        builder().open().close();

        assertThatThrownBy(() -> FileWorkerLease.builder(file, 8).clock(clock).open())
                .isInstanceOf(WorkerFileException.class)
                .hasMessageContaining("belongs to another worker id or layout")
                .hasMessageContaining("worker 7")
                .hasMessageContaining("worker 8");
        assertThatThrownBy(() -> builder().layout(SnowflakeLayout.TWITTER).open())
                .hasMessageContaining("belongs to another worker id or layout");
    }

    @Test
    void refusesSettingsOutsideTheirRangeAndFilesThatCannotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().reservation(Duration.ofMillis(99)).open())
                .withMessage("reservation 99 ms: must be 100 ms to 1 d");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().maxWait(Duration.ofMillis(-1)).open())
                .withMessage("maxWait -1 ms: must be 0 ms to 1 d");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FileWorkerLease.builder(file, 1_024).open())
                .withMessageContaining("workerId 1024");
        assertThatThrownBy(() ->
                        FileWorkerLease.builder(directory.resolve("no/such"), 7).open())
                .isInstanceOf(WorkerFileException.class)
                .hasMessageContaining("cannot be opened");
    }

    @Test
    void aClockThatTheLayoutCannotExpressDoesNotGetIntoTheFile() {
        clock.set(0);
        assertThatIllegalArgumentException().isThrownBy(() -> builder().open());

        clock.set(START);
        builder().open().close();
    }

    @Test
    void renewsInTheBackground() {
        try (FileWorkerLease lease = FileWorkerLease.builder(file, 7)
                        .reservation(Duration.ofMillis(100))
                        .open();
                SnowflakeGenerator ids =
                        SnowflakeGenerator.builder().lease(lease).build()) {
            long first = lease.claim().untilMillis();
            while (lease.claim().untilMillis() < first + 1_000) {
                Thread.onSpinWait();
            }
            assertThat(ids.nextId()).isPositive();
            assertThat(lease.renewalFailure()).isNull();
        }
    }

    /** Leaves a file as a process does that is killed: the mark lies ahead, and nothing is lowered. */
    private void crash() throws IOException {
        FileWorkerLease lease = builder().open();
        byte[] before = Files.readAllBytes(file);
        lease.close();
        Files.write(file, before);
    }

    private FileWorkerLease.Builder builder() {
        // So long that no heartbeat interferes while the clock is moved by hand.
        return FileWorkerLease.builder(file, 7)
                .clock(clock)
                .waiter(waiter)
                .reservation(Duration.ofSeconds(60))
                .maxWait(Duration.ofMinutes(2))
                .pause(duration -> {});
    }

    private SnowflakeGenerator generator(WorkerLease lease) {
        return SnowflakeGenerator.builder()
                .lease(lease)
                .clock(clock)
                .waiter(waiter)
                .build();
    }
}

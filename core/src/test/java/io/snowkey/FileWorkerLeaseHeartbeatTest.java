// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.snowkey.IdRefusedException.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** The heartbeat of a file lease: nothing ends it, and no clock leads it astray. */
class FileWorkerLeaseHeartbeatTest {

    private static final long START = SettableClock.at("2026-01-01T00:00:00Z").millis();
    private static final long YEAR = Duration.ofDays(365).toMillis();

    private final SettableClock clock = new SettableClock(START);
    private final AtomicLong nanos = new AtomicLong();
    private final Memory mark = new Memory();

    @Test
    void aLeapOfTheClockDoesNotGetIntoTheMark() {
        try (FileWorkerLease lease = lease(clock, Duration.ofSeconds(3));
                SnowflakeGenerator ids = generator(lease)) {
            clock.advance(YEAR);
            for (int i = 0; i < 8; i++) { // 2 s
                lease.look();
                assertThat(mark.durable).isLessThanOrEqualTo(START + i * 250L + 3_000);
                pass(250);
            }
            assertThat(lease.renewalFailure())
                    .hasMessage(
                            "the clock leapt forward by about 365 d, noticed at 2027-01-01T00:00:00Z by that clock. If"
                                    + " it stays there for 5 s, ids follow it.");
            assertThat(catchThrowableOfType(IdRefusedException.class, ids::nextId))
                    .returns(Reason.CLAIM_ENDED, IdRefusedException::reason)
                    .hasMessageContaining("the clock leapt forward by about 365 d");

            clock.advance(-YEAR);
            lease.look();
            assertThat(ids.nextId()).isPositive();
            assertThat(lease.renewalFailure()).isNull();
            assertThat(mark.durable).isLessThanOrEqualTo(START + 5_000);
        }
    }

    @Test
    void afterACorrectionOfTheClockIdsResumeSoon() {
        try (FileWorkerLease lease = lease(clock, Duration.ofSeconds(3));
                SnowflakeGenerator ids = generator(lease)) {
            clock.advance(3_600_000);
            lease.look();
            assertThatThrownBy(ids::nextId).isInstanceOf(IdRefusedException.class);
            for (int i = 0; i < 20; i++) {
                pass(250);
                lease.look();
            }
            assertThat(ids.nextId()).isPositive();
            assertThat(lease.renewalFailure()).isNull();
            assertThat(mark.durable).isEqualTo(clock.millis() + 3_000);
        }
    }

    @Test
    void aSmallLeapIsFollowedAtOnce() {
        try (FileWorkerLease lease = lease(clock, Duration.ofSeconds(3));
                SnowflakeGenerator ids = generator(lease)) {
            clock.advance(3_000);
            lease.look();
            assertThat(ids.nextId()).isPositive();
            assertThat(lease.renewalFailure()).isNull();
        }
    }

    @Test
    void idsAreReservedInWholeTicks() throws IOException {
        SnowflakeLayout slow = SnowflakeLayout.builder()
                .tick(Duration.ofSeconds(2))
                .timestampBits(30)
                .build();
        try (FileWorkerLease lease =
                        builder(clock, Duration.ofMillis(100)).layout(slow).open(mark);
                SnowflakeGenerator ids = SnowflakeGenerator.builder()
                        .lease(lease)
                        .clock(clock)
                        .waiter(new FakeWaiter(clock))
                        .build()) {
            for (int i = 0; i < 1_000; i++) {
                assertThat(ids.nextId()).isPositive();
                pass(33);
                lease.look();
            }
        }
    }

    /** The thread itself: whatever is thrown at it, it goes on, and says what happened until all is well. */
    @Test
    void nothingThatIsThrownEndsTheHeartbeat() {
        for (Throwable thrown : new Throwable[] {
            new IOException("disk full"),
            new IllegalStateException("clock broken"),
            new OutOfMemoryError("metaspace"),
            new StackOverflowError(),
            new NullPointerException(),
            new AssertionError("odd")
        }) {
            FileWorkerLease lease = lease(InstantSource.system(), Duration.ofMillis(100));
            mark.thrown.set(thrown);
            await(() -> lease.renewalFailure() != null);
            assertThat(lease.renewalFailure())
                    .hasMessageContaining("Worker file unused: cannot be renewed since 20")
                    .hasMessageContaining(thrown.getMessage() != null ? thrown.getMessage() : thrown.toString())
                    .hasCause(thrown);
            mark.thrown.set(null);
            await(() -> lease.renewalFailure() == null);
            long until = lease.claim().untilMillis();
            await(() -> lease.claim().untilMillis() > until);
            lease.close();
        }
    }

    @Test
    void aClockThatThrowsDoesNotEndTheHeartbeat() {
        AtomicReference<@Nullable RuntimeException> thrown = new AtomicReference<>();
        InstantSource broken = () -> {
            RuntimeException now = thrown.get();
            if (now != null) {
                throw now;
            }
            return InstantSource.system().instant();
        };
        try (FileWorkerLease lease = lease(broken, Duration.ofMillis(100))) {
            thrown.set(new IllegalStateException("no time"));
            await(() -> lease.renewalFailure() != null);
            assertThat(lease.renewalFailure())
                    .hasMessageContaining("cannot be renewed since a time that the clock does not tell")
                    .hasMessageContaining("no time");
            thrown.set(null);
            await(() -> lease.renewalFailure() == null);
        }
    }

    @Test
    void whoInterruptsTheHeartbeatDoesNotEndItNorMakeItSpin() {
        try (FileWorkerLease lease = lease(InstantSource.system(), Duration.ofMillis(100))) {
            heartbeat().interrupt();
            await(() -> !heartbeat().isInterrupted());
            long until = lease.claim().untilMillis();
            await(() -> lease.claim().untilMillis() > until);
        }
    }

    @Test
    void aLeaseThatWasLostSaysSoForGood() {
        FileWorkerLease lease = lease(clock, Duration.ofSeconds(3));
        SnowflakeGenerator ids = generator(lease);
        assertThat(ids.nextId()).isPositive();
        mark.thrown.set(new MarkLostException("it was deleted", null));
        lease.look();
        mark.thrown.set(null);
        lease.look();

        assertThat(lease.claim().isSealed()).isTrue();
        assertThat(lease.renewalFailure())
                .hasMessage(
                        "Worker file unused: is not held by this process any more, noticed at 2026-01-01T00:00:00Z: it"
                                + " was deleted. This lease is over. Open another one, or start the process again, once"
                                + " no other process uses the file.");
        assertThat(catchThrowableOfType(IdRefusedException.class, ids::nextId))
                .returns(Reason.LEASE_LOST, IdRefusedException::reason)
                .hasMessageContaining("it was deleted");
        long durable = mark.durable;
        ids.close(); // has nothing to write down any more
        assertThat(mark.durable).isEqualTo(durable);
        assertThat(mark.closed).isTrue();
        assertThat(catchThrowableOfType(IdRefusedException.class, ids::nextId).reason())
                .isEqualTo(Reason.CLOSED);
    }

    @Test
    void aClosedLeaseIsClosedWhateverTroubleThereWas() {
        FileWorkerLease lease = lease(clock, Duration.ofSeconds(3));
        mark.thrown.set(new IOException("disk full"));
        lease.look();
        assertThat(lease.renewalFailure()).hasMessageContaining("disk full");

        assertThatThrownBy(lease::close)
                .isInstanceOf(WorkerFileException.class)
                .hasMessage(
                        "Worker file unused: its mark could not be lowered: disk full. The next start has to wait until"
                                + " 2026-01-01T00:00:03Z, unless the file changes.");
        assertThat(lease.renewalFailure()).isNull();
        assertThat(mark.closed).isTrue();
        lease.close(); // again: nothing
    }

    @Test
    void aLossThatIsNoticedOnlyAtTheEndIsTold() {
        ClaimGrant grant = ClaimGrant.of(SnowflakeLayout.DEFAULT, 7, START, START);
        MarkKeeper keeper = new MarkKeeper(
                Path.of("unused"),
                mark,
                START,
                grant,
                new MarkKeeper.Reservation(SnowflakeLayout.DEFAULT.ticks(), Duration.ofSeconds(3)),
                new LeapGuard(clock, nanos::get, Duration.ofSeconds(3)),
                clock);
        mark.thrown.set(new MarkLostException("it was deleted", null));

        assertThatThrownBy(keeper::close)
                .isInstanceOf(WorkerFileException.class)
                .hasMessageContaining("its mark could not be lowered: it was deleted");
        assertThat(grant.claim().isSealed()).isTrue();
        assertThat(mark.closed).isTrue();
    }

    @Test
    void anInterruptedThreadStillWritesTheLastMark() {
        FileWorkerLease lease = lease(clock, Duration.ofSeconds(3));
        Thread.currentThread().interrupt();
        lease.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(mark.durable).isEqualTo(START);
        assertThat(mark.closed).isTrue();
    }

    /** A disk that hangs, as a network disk may. The caller of close() does not wait for ever. */
    @Test
    void closingDoesNotWaitForEverForADiskThatDoesNotAnswer() {
        FileWorkerLease lease = lease(clock, Duration.ofSeconds(3));
        CountDownLatch hangs = new CountDownLatch(1);
        mark.hangs = hangs;
        Thread stuck = new Thread(lease::look);
        stuck.start();
        await(() -> mark.hanging);

        assertThatThrownBy(lease::close)
                .isInstanceOf(WorkerFileException.class)
                .hasMessageContaining("the disk did not answer for 5 s");
        assertThat(lease.claim().isSealed()).isTrue();
        assertThat(mark.closed).isFalse(); // for the disk still has it
        hangs.countDown();
        await(() -> mark.closed);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStartPausesUnlessTheOneBeforeEndedCleanly(boolean clean) {
        mark.released = clean;
        Duration[] paused = {Duration.ZERO};
        builder(clock, Duration.ofSeconds(3))
                .pause(duration -> paused[0] = duration)
                .open(mark)
                .close();

        assertThat(paused[0]).isBetween(Duration.ZERO, Duration.ofMillis(500));
        assertThat(paused[0].isZero()).isEqualTo(clean);
    }

    @Test
    void anInterruptedPauseEndsTheStart() {
        mark.released = false;
        assertThatThrownBy(() -> builder(clock, Duration.ofSeconds(3))
                        .pause(duration -> {
                            throw new InterruptedException();
                        })
                        .open(mark))
                .isInstanceOf(WorkerFileException.class)
                .hasMessageContaining("interrupted while waiting for another process that may use it");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(mark.closed).isTrue();
    }

    /** The holder before wrote once more between the last look and the first mark of this one. */
    @Test
    void aMarkThatMovedOnAtTheLastMomentIsWaitedFor() {
        mark.durable = START;
        mark.movedTo = START + 2_000;
        try (FileWorkerLease lease = lease(clock, Duration.ofSeconds(3))) {
            assertThat(lease.claim().fromMillis()).isEqualTo(START + 2_000);
            assertThat(clock.millis()).isEqualTo(START + 2_000);
        }
        mark.durable = clock.millis();
        mark.movedTo = clock.millis() + 60_000;
        assertThatThrownBy(() -> builder(clock, Duration.ofSeconds(3))
                        .maxWait(Duration.ofSeconds(59))
                        .open(mark))
                .isInstanceOf(WorkerFileException.class)
                .hasMessageContaining("more than maxWait, 59 s");
        assertThat(mark.durable).as("what it releases").isEqualTo(mark.movedTo);
    }

    private static Thread heartbeat() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("snowkey-worker-file-7"))
                .findFirst()
                .orElseThrow();
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofMinutes(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for ten minutes").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void pass(long millis) {
        clock.advance(millis);
        nanos.addAndGet(millis * 1_000_000);
    }

    private FileWorkerLease lease(InstantSource time, Duration reservation) {
        return builder(time, reservation).open(mark);
    }

    private FileWorkerLease.Builder builder(InstantSource time, Duration reservation) {
        FileWorkerLease.Builder builder = FileWorkerLease.builder(Path.of("unused"), 7)
                .clock(time)
                .waiter(new FakeWaiter(clock))
                .reservation(reservation)
                .pause(duration -> {});
        return time == clock ? builder.nanoTime(nanos::get) : builder;
    }

    private SnowflakeGenerator generator(WorkerLease lease) {
        return SnowflakeGenerator.builder()
                .lease(lease)
                .clock(clock)
                .waiter(new FakeWaiter(clock))
                .build();
    }

    /** A mark that throws what it is told to, and hangs. */
    private static final class Memory implements DurableMark {

        private final AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        private volatile @Nullable CountDownLatch hangs;
        private volatile boolean hanging;
        private volatile long durable = Long.MIN_VALUE;
        private volatile long movedTo = Long.MIN_VALUE;
        private volatile boolean closed;
        private boolean released = true;

        @Override
        public long read() {
            return durable;
        }

        @Override
        public boolean wasReleased() {
            return released;
        }

        @Override
        public void readAgain() {}

        @Override
        public long take(long markMillis) throws IOException {
            long before = Math.max(durable, movedTo);
            write(markMillis);
            return before;
        }

        @Override
        public void write(long markMillis) throws IOException {
            check();
            durable = markMillis;
        }

        @Override
        public void check() throws IOException {
            CountDownLatch latch = hangs;
            if (latch != null) {
                hanging = true;
                try {
                    latch.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            Throwable now = thrown.get();
            if (now instanceof IOException e) {
                throw e;
            }
            if (now instanceof RuntimeException e) {
                throw e;
            }
            if (now instanceof Error e) {
                throw e;
            }
        }

        @Override
        public void release(long markMillis) throws IOException {
            write(markMillis);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}

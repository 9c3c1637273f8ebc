// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import io.snowkey.IdRefusedException.Reason;
import io.snowkey.Waiter.Outcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class SnowflakeGeneratorClockTest {

    private static final long START = SettableClock.at("2026-01-01T00:00:00Z").millis();

    private final SettableClock clock = new SettableClock(START);
    private final FakeWaiter waiter = new FakeWaiter(clock);

    @Test
    void waitsForTheNextTickWhenThisOneIsUsedUp() {
        SnowflakeGenerator ids = builder().build();

        for (int i = 0; i < 4_096; i++) {
            ids.nextId();
        }
        assertThat(waiter.waitedFor()).isEmpty();

        DecodedId next = ids.layout().decode(ids.nextId());

        assertThat(waiter.waitedFor()).containsExactly(START + 1);
        assertThat(next.timestamp()).isEqualTo(SnowflakeLayout.DEFAULT.ticks().at(START + 1));
        assertThat(next.sequence()).isZero();
    }

    @Test
    void waitsForAClockThatFellBehindWithinTheTolerance() {
        SnowflakeGenerator ids = builder().build();
        long first = ids.nextId();
        clock.advance(-5);

        long second = ids.nextId();

        assertThat(waiter.waitedFor()).containsExactly(START);
        assertThat(second).isEqualTo(first + 1);
    }

    @Test
    void refusesWhenTheClockFellBehindFurther() {
        SnowflakeGenerator ids = builder().build();
        ids.nextId();
        clock.advance(-6);

        assertThat(refusal(ids))
                .hasMessageContaining("The clock reads 2025-12-31T23:59:59.994Z. That is 6 ms behind the newest"
                        + " timestamp of worker 3, 2026-01-01T00:00:00Z")
                .hasMessageContaining("CONTINUE")
                .returns(Reason.CLOCK_BEHIND, IdRefusedException::reason);
        assertThat(waiter.waitedFor()).isEmpty();

        clock.advance(6);
        assertThat(ids.layout().decode(ids.nextId()).sequence()).isEqualTo(1);
    }

    @Test
    void namesTheNewestIdAlsoWhenItsTickIsUsedUp() {
        SnowflakeGenerator ids = builder().build();
        for (int i = 0; i < 4_096; i++) {
            ids.nextId();
        }
        clock.advance(-1_000);

        assertThat(refusal(ids))
                .hasMessageContaining("1 s behind the newest timestamp of worker 3, 2026-01-01T00:00:00Z");
    }

    @Test
    void theToleranceIsATimeWhateverTheTick() {
        for (long tickMillis : new long[] {10, 2_000, 86_400_000}) {
            clock.set(START - START % tickMillis);
            SnowflakeGenerator ids = builder()
                    .layout(SnowflakeLayout.builder()
                            .epoch(Instant.EPOCH)
                            .tick(Duration.ofMillis(tickMillis))
                            .build())
                    .build();
            ids.nextId();
            clock.advance(-5);
            ids.nextId();
            assertThat(waiter.waitedFor()).containsExactly(clock.millis());

            clock.advance(-6);
            assertThat(refusal(ids).reason()).as("%d ms", tickMillis).isEqualTo(Reason.CLOCK_BEHIND);
            waiter.waitedFor().clear();
        }
    }

    @Test
    void aToleranceBelowAMillisecondIsOne() {
        SnowflakeGenerator ids = builder().clockTolerance(Duration.ofNanos(1)).build();
        ids.nextId();
        clock.advance(-1);

        ids.nextId();

        assertThat(waiter.waitedFor()).containsExactly(START);
    }

    @Test
    void refusesWhenInterruptedWhileItWaits() {
        SnowflakeGenerator ids = builder().build();
        ids.nextId();
        clock.advance(-1);
        waiter.endsWith(Outcome.INTERRUPTED);

        assertThat(refusal(ids))
                .hasMessage("Interrupted while waiting for the clock to reach 2026-01-01T00:00:00Z")
                .returns(Reason.INTERRUPTED, IdRefusedException::reason);
    }

    @Test
    void refusesWhenTheClockStandsStill() {
        SnowflakeGenerator ids = builder().build();
        ids.nextId();
        clock.advance(-1);
        waiter.endsWith(Outcome.STALLED);

        assertThat(refusal(ids))
                .hasMessageContaining("Waited for the clock to reach 2026-01-01T00:00:00Z, but it reads"
                        + " 2025-12-31T23:59:59.999Z")
                .returns(Reason.CLOCK_BEHIND, IdRefusedException::reason);
    }

    @Test
    void decidesAnewWhenTheClockMovesBackWhileItWaits() {
        SnowflakeGenerator ids = builder()
                .waiter((ignored, until, longest) -> {
                    clock.advance(-3_600_000);
                    return Outcome.MOVED_BACK;
                })
                .build();
        ids.nextId();
        clock.advance(-1);

        assertThat(refusal(ids)).hasMessageContaining("1 h 0.001 s behind");
    }

    @Test
    void aPauseAfterReadingTheClockIsNoClockThatFellBehind() {
        Claim claim = Claim.of(SnowflakeLayout.DEFAULT, 3, START, Long.MAX_VALUE);
        TestLease lease = new TestLease(SnowflakeLayout.DEFAULT, claim);
        SnowflakeGenerator others =
                SnowflakeGenerator.builder().lease(lease).clock(clock).build();
        // While this thread is paused with its reading, others issue an id a second later.
        boolean[] paused = {false};
        InstantSource pausing = () -> {
            Instant reading = clock.instant();
            if (!paused[0]) {
                paused[0] = true;
                clock.advance(1_000);
                others.nextId();
            }
            return reading;
        };

        for (ClockPolicy policy : ClockPolicy.values()) {
            paused[0] = false;
            DecodedId id = SnowflakeLayout.DEFAULT.decode(SnowflakeGenerator.builder()
                    .lease(lease)
                    .clock(pausing)
                    .waiter(waiter)
                    .clockPolicy(policy)
                    .build()
                    .nextId());

            assertThat(id.instant()).isEqualTo(clock.instant());
            assertThat(id.sequence()).isEqualTo(1);
        }
        assertThat(waiter.waitedFor()).isEmpty();
        // Taken at its word, the old reading is a clock that fell behind.
        Ticks ticks = SnowflakeLayout.DEFAULT.ticks();
        assertThat(new ClockRules(0, 0).next(ticks, claim.nextPoint(), ticks.at(START)))
                .isEqualTo(Verdict.CLOCK_BEHIND.code());
    }

    @Test
    void refusesAClockBeforeTheEpoch() {
        SnowflakeGenerator ids = builder().build();
        clock.set(0);

        assertThat(refusal(ids))
                .hasMessageContaining("The clock reads 1970-01-01T00:00:00Z")
                .returns(Reason.CLOCK_BEHIND, IdRefusedException::reason);
    }

    @Test
    void refusesWhenTheLayoutIsExhausted() {
        SnowflakeGenerator ids = builder().build();
        for (String after : new String[] {"2094-09-07T15:47:35.552Z", "+292278994-08-17T07:12:55.807Z"}) {
            clock.set(SettableClock.at(after).millis());

            assertThat(refusal(ids))
                    .hasMessageContaining("it ends at 2094-09-07T15:47:35.552Z")
                    .returns(Reason.LAYOUT_EXHAUSTED, IdRefusedException::reason);
        }

        clock.set(SettableClock.at("2094-09-07T15:47:35.551Z").millis());
        assertThat(ids.nextId()).isPositive();
    }

    private SnowflakeGenerator.Builder builder() {
        return SnowflakeGenerator.builder().workerId(3).clock(clock).waiter(waiter);
    }

    private static IdRefusedException refusal(SnowflakeGenerator ids) {
        return catchThrowableOfType(IdRefusedException.class, ids::nextId);
    }
}

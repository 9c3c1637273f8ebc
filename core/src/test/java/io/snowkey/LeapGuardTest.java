// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LeapGuardTest {

    private static final long START = SettableClock.at("2026-01-01T00:00:00Z").millis();
    private static final long YEAR = Duration.ofDays(365).toMillis();

    private final SettableClock clock = new SettableClock(START);
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5_000_000); // it overflows soon
    private final LeapGuard guard = new LeapGuard(clock, nanos::get, Duration.ofSeconds(3));

    @Test
    void followsAClockThatRuns() {
        for (int i = 1; i <= 100; i++) {
            pass(250);
            assertThat(guard.millis()).isEqualTo(START + i * 250L);
            assertThat(guard.ahead()).isZero();
        }
    }

    @Test
    void followsSmallChangesAtOnceAlsoMany() {
        for (int i = 1; i <= 100; i++) {
            clock.advance(3_000);
            assertThat(guard.millis()).isEqualTo(clock.millis());
        }
    }

    @Test
    void doesNotFollowALeapThatIsTakenBack() {
        clock.advance(YEAR);
        for (int i = 0; i < 19; i++) {
            assertThat(guard.millis()).isEqualTo(START + i * 250L);
            assertThat(guard.ahead()).isEqualTo(Duration.ofDays(365));
            pass(250);
        }
        clock.advance(-YEAR);
        assertThat(guard.millis()).isEqualTo(START + 4_750);
        assertThat(guard.ahead()).isZero();
    }

    @Test
    void followsALeapThatLasts() {
        clock.advance(3_600_000);
        assertThat(guard.millis()).isEqualTo(START);
        pass(4_999);
        assertThat(guard.millis()).isEqualTo(START + 4_999);
        pass(1);
        assertThat(guard.millis()).isEqualTo(START + 3_605_000);
        assertThat(guard.ahead()).isZero();
        pass(250);
        assertThat(guard.millis()).isEqualTo(START + 3_605_250);
    }

    @Test
    void aLeapThatLeapsAgainBeginsAnew() {
        clock.advance(3_600_000);
        guard.millis();
        pass(3_000);
        clock.advance(YEAR);
        guard.millis();
        pass(3_000);
        assertThat(guard.millis()).isEqualTo(START + 6_000);
        pass(2_000);
        assertThat(guard.millis()).isEqualTo(clock.millis());
    }

    @Test
    void aClockThatMovesBackIsFollowedAtOnceAndAsWellWhenItComesBack() {
        pass(1_000);
        clock.advance(-3_600_000);
        assertThat(guard.millis()).isEqualTo(clock.millis());
        assertThat(guard.ahead()).isZero();
        pass(2_000);
        clock.advance(3_600_000);
        assertThat(guard.millis()).isEqualTo(START + 3_000);
    }

    @Test
    void isNeverAheadOfTheClock() {
        java.util.Random random = new java.util.Random(1);
        for (int i = 0; i < 10_000; i++) {
            pass(random.nextInt(3_000));
            if (random.nextInt(5) == 0) {
                clock.advance((long) (random.nextGaussian() * 20_000));
            }
            assertThat(guard.millis()).isLessThanOrEqualTo(clock.millis());
        }
    }

    private void pass(long millis) {
        clock.advance(millis);
        nanos.addAndGet(millis * 1_000_000);
    }
}

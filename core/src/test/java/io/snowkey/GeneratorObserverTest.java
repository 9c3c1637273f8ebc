// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.snowkey.IdRefusedException.Reason;
import io.snowkey.Waiter.Outcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

class GeneratorObserverTest {

    private static final long START = SettableClock.at("2026-01-01T00:00:00Z").millis();

    private final SettableClock clock = new SettableClock(START);
    private final FakeWaiter waiter = new FakeWaiter(clock);
    private final List<String> heard = new ArrayList<>();
    private final GeneratorObserver observer = new GeneratorObserver() {
        @Override
        public void tickUsedUp() {
            heard.add("tick");
        }

        @Override
        public void clockMovedBack(Instant newest, Instant now) {
            heard.add("back " + Duration.between(now, newest));
        }

        @Override
        public void refused(IdRefusedException refusal) {
            heard.add("refused " + refusal.reason());
        }

        @Override
        public void layoutEndsSoon(SnowflakeLayout layout) {
            heard.add("ends " + layout.exhaustedAt());
        }
    };

    @Test
    void hearsOfTicksThatAreUsedUp() {
        SnowflakeGenerator ids = builder().build();
        ids.nextIds(8_193);

        assertThat(heard).containsExactly("tick", "tick");
        assertThat(ids.statistics().tickWaits()).isEqualTo(2);
        assertThat(ids.statistics().issued()).isEqualTo(8_193);
    }

    @Test
    void hearsOfAStepBackOnceWithItsSize() {
        SnowflakeGenerator ids = builder().build();
        ids.nextId();
        clock.advance(-700);
        for (int i = 0; i < 5; i++) {
            assertThat(catchThrowable(ids::nextId)).isNotNull();
        }

        assertThat(heard.get(0)).isEqualTo("back PT0.7S");
        assertThat(heard.subList(1, heard.size())).hasSize(5).containsOnly("refused CLOCK_BEHIND");
        GeneratorStatistics statistics = ids.statistics();
        assertThat(statistics.backwardSteps()).isEqualTo(1);
        assertThat(statistics.largestBackwardStep()).isEqualTo(Duration.ofMillis(700));
        assertThat(statistics.clockWaits()).isZero();
        assertThat(statistics.refusals())
                .containsEntry(Reason.CLOCK_BEHIND, 5L)
                .containsEntry(Reason.CLOSED, 0L)
                .hasSize(Reason.values().length);

        clock.advance(700);
        ids.nextId();
        clock.advance(-3);
        ids.nextId();
        assertThat(ids.statistics().backwardSteps()).isEqualTo(2);
        assertThat(ids.statistics().clockWaits()).isEqualTo(1);
    }

    @Test
    void hearsOfOneStepWhileIdsGoOn() {
        SnowflakeGenerator ids = builder().clockPolicy(ClockPolicy.CONTINUE).build();
        ids.nextId();
        clock.advance(-60_000);
        ids.nextIds(100);
        for (int i = 0; i < 100; i++) {
            ids.nextId();
        }

        assertThat(heard).containsExactly("back PT1M");
        assertThat(ids.statistics().backwardSteps()).isEqualTo(1);
    }

    @Test
    void hearsOfEveryRefusal() {
        SnowflakeGenerator ids = builder().build();
        ids.nextId();
        clock.advance(-1);
        waiter.endsWith(Outcome.INTERRUPTED);
        assertThat(catchThrowable(ids::nextId)).isNotNull();
        ids.close();
        assertThat(catchThrowable(ids::nextId)).isNotNull();

        assertThat(heard).containsExactly("back PT0.001S", "refused INTERRUPTED", "refused CLOSED");
        assertThat(ids.statistics().refusals())
                .containsEntry(Reason.INTERRUPTED, 1L)
                .containsEntry(Reason.CLOSED, 1L);
        assertThat(ids.statistics().claimLeft()).isZero();
    }

    @Test
    void knowsTheTimeLeftInTheClaim() {
        Claim claim = Claim.of(SnowflakeLayout.DEFAULT, 3, START, START + 600_000);
        SnowflakeGenerator ids = SnowflakeGenerator.builder()
                .lease(new TestLease(SnowflakeLayout.DEFAULT, claim))
                .clock(clock)
                .build();
        ids.nextId();

        clock.advance(60_000);
        assertThat(ids.statistics().claimLeft()).isEqualTo(Duration.ofMinutes(9));
        clock.advance(600_000);
        assertThat(ids.statistics().claimLeft()).isZero();
    }

    @Test
    void isWarnedOnceWhenTheLayoutEndsSoon() {
        SnowflakeGenerator ids = builder().build();
        clock.set(Instant.parse("2091-09-07T00:00:00Z").toEpochMilli());
        ids.statistics();
        assertThat(heard).isEmpty();

        clock.set(Instant.parse("2091-09-09T00:00:00Z").toEpochMilli());
        ids.statistics();
        ids.statistics();
        assertThat(heard).containsExactly("ends 2094-09-07T15:47:35.552Z");
    }

    @Test
    void isWarnedAtStart() {
        builder().warnBeforeEnd(Duration.ofDays(69 * 365)).build();
        builder().warnBeforeEnd(Duration.ofSeconds(Long.MAX_VALUE)).build();
        builder().warnBeforeEnd(Duration.ZERO).build();

        assertThat(heard).hasSize(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().warnBeforeEnd(Duration.ofMillis(-1)).build())
                .withMessage("warnBeforeEnd -1 ms: must be 0 or more");
    }

    private SnowflakeGenerator.Builder builder() {
        return SnowflakeGenerator.builder()
                .workerId(3)
                .clock(clock)
                .waiter(waiter)
                .observer(observer);
    }
}

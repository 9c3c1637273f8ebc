// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class SnowflakeGeneratorTest {

    private final SettableClock clock = SettableClock.at("2026-01-01T00:00:00Z");

    @Test
    void issuesGrowingIdsOfItsWorkerAtTheTimeOfItsClock() {
        try (SnowflakeGenerator ids =
                SnowflakeGenerator.builder().workerId(7).clock(clock).build()) {
            DecodedId first = ids.layout().decode(ids.nextId());
            DecodedId second = ids.layout().decode(ids.nextId());
            clock.advance(1);
            DecodedId third = ids.layout().decode(ids.nextId());

            assertThat(first).hasToString(first.id() + " [2026-01-01T00:00:00Z, worker 7, sequence 0]");
            assertThat(second).hasToString(second.id() + " [2026-01-01T00:00:00Z, worker 7, sequence 1]");
            assertThat(third).hasToString(third.id() + " [2026-01-01T00:00:00.001Z, worker 7, sequence 0]");
            assertThat(ids.workerId()).isEqualTo(7);
            assertThat(ids.layout()).isEqualTo(SnowflakeLayout.DEFAULT);
            assertThat(ids).hasToString("SnowflakeGenerator[fixed worker id 7, " + SnowflakeLayout.DEFAULT + "]");
        }
    }

    @Test
    void worksWithTheSystemClock() {
        try (SnowflakeGenerator ids = SnowflakeGenerator.builder().workerId(0).build()) {
            long newest = -1;
            for (int i = 0; i < 10_000; i++) { // more than two ticks hold
                long id = ids.nextId();
                assertThat(id).isGreaterThan(newest);
                newest = id;
            }
        }
    }

    @Test
    void needsAWorkerIdOrALease() {
        assertThatIllegalStateException()
                .isThrownBy(() -> SnowflakeGenerator.builder().build())
                .withMessageContaining("neither workerId nor lease is given");
    }

    @Test
    void takesNeitherWorkerIdNorLayoutBesideALease() {
        WorkerLease lease = WorkerLease.fixed(SnowflakeLayout.DEFAULT, 0, clock);

        assertThatIllegalStateException()
                .isThrownBy(() ->
                        SnowflakeGenerator.builder().lease(lease).workerId(1).build())
                .withMessageContaining("so is workerId");
        assertThatIllegalStateException()
                .isThrownBy(() -> SnowflakeGenerator.builder()
                        .lease(lease)
                        .layout(SnowflakeLayout.DEFAULT)
                        .build())
                .withMessageContaining("so is layout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-0.001S", "PT1M0.001S"})
    void refusesATolerancesOutsideItsRange(Duration tolerance) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SnowflakeGenerator.builder()
                        .workerId(0)
                        .clockTolerance(tolerance)
                        .build())
                .withMessageContaining("clockTolerance " + MessageText.of(tolerance) + ": must be 0 to 1 min");
    }

    @Test
    void refusesAWorkerIdThatDoesNotFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SnowflakeGenerator.builder()
                        .workerId(1_024)
                        .clock(clock)
                        .build())
                .withMessageContaining("workerId 1024: must be 0 to 1023");
    }

    @Test
    void doesNotStartBeforeTheEpochOrAfterTheEndOfTheLayout() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SnowflakeGenerator.builder()
                        .workerId(0)
                        .clock(SettableClock.at("1970-01-01T00:00:00Z"))
                        .build())
                .withMessageContaining("claim from 1970-01-01T00:00:00Z");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SnowflakeGenerator.builder()
                        .workerId(0)
                        .clock(SettableClock.at("2094-09-07T15:47:35.552Z"))
                        .build())
                .withMessageContaining("choose another epoch or more timestamp bits");
    }
}

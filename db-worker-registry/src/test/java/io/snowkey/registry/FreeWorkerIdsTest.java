// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class FreeWorkerIdsTest {

    @Test
    void countsLessOftenWhereCountingTakesLong() {
        assertThat(FreeWorkerIds.pause(Duration.ofMillis(1))).isEqualTo(Duration.ofMinutes(1));
        assertThat(FreeWorkerIds.pause(Duration.ofMillis(60))).isEqualTo(Duration.ofMinutes(1));
        assertThat(FreeWorkerIds.pause(Duration.ofMillis(200))).isEqualTo(Duration.ofSeconds(200));
        assertThat(FreeWorkerIds.pause(Duration.ofSeconds(9))).isEqualTo(Duration.ofMinutes(10));
    }
}

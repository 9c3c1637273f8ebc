// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class LatenciesTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Latencies latencies = new Latencies(nanos::get);

    private void request(long micros) {
        long began = latencies.begin();
        nanos.addAndGet(micros * 1_000);
        latencies.finished(began);
    }

    @Test
    void percentilesAreThoseOfTheRequests() {
        for (int micros = 1; micros <= 1_000; micros++) {
            request(micros);
        }
        Latencies.Summary summary = latencies.summary();

        Percentage step = Percentage.withPercentage(7);
        assertThat(summary.p50()).isCloseTo(500, step);
        assertThat(summary.p99()).isCloseTo(990, step);
        assertThat(summary.p999()).isCloseTo(999, step);
        assertThat(summary.max()).isCloseTo(1_000, step);
        assertThat(latencies.requests()).isEqualTo(1_000);
    }

    @Test
    void aValueIsInTheBucketThatEndsAtOrAfterIt() {
        for (long value : new long[] {0, 1, 31, 32, 33, 63, 64, 1_000_003, 1L << 40, Long.MAX_VALUE}) {
            int bucket = Latencies.bucket(value);
            assertThat(Latencies.upperNanos(bucket)).isGreaterThanOrEqualTo(value);
            if (bucket > 0) {
                assertThat(Latencies.upperNanos(bucket - 1)).isLessThan(value);
            }
        }
    }

    @Test
    void whatWasSlowLongAgoIsForgotten() {
        request(900_000);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
        request(1);
        assertThat(latencies.summary().max()).isGreaterThan(800_000);

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
        request(1);
        assertThat(latencies.summary().max()).isLessThan(2);
        assertThat(latencies.requests()).isEqualTo(3);
    }

    @Test
    void noRequestsHaveNoLatency() {
        assertThat(latencies.summary()).isEqualTo(new Latencies.Summary(0, 0, 0, 0));
    }
}

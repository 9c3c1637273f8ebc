// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class PeaksTest {

    private final AtomicLong issued = new AtomicLong(1_000);
    private final AtomicLong p99 = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong(-5);
    private final Peaks peaks = new Peaks(issued::get, p99::get, nanos::get);

    private void second(long ids, long micros) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        issued.addAndGet(ids);
        p99.set(micros);
        peaks.look();
    }

    @Test
    void theMostOfTheLastHourIsRemembered() {
        second(500, 70);
        second(9_000, 20);
        second(10, 30);
        assertThat(peaks.lastHour()).isEqualTo(new Peaks.LastHour(9_000, 70));

        nanos.addAndGet(TimeUnit.MINUTES.toNanos(59));
        peaks.look();
        assertThat(peaks.lastHour()).isEqualTo(new Peaks.LastHour(9_000, 70));
    }

    @Test
    void whatIsOlderIsForgottenAlsoWhereNobodyLooked() {
        second(9_000, 70);
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(60));

        assertThat(peaks.lastHour()).isEqualTo(new Peaks.LastHour(0, 0));
        second(0, 1);
        assertThat(peaks.lastHour().p99Micros()).isEqualTo(1);
    }
}

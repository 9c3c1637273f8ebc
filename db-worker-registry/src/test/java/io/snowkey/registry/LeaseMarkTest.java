// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import io.snowkey.registry.LeaseMark.Fence;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class LeaseMarkTest {

    private final AtomicLong drawn = new AtomicLong();
    private final LeaseMark mark = new LeaseMark(1_000, until -> "t" + drawn.incrementAndGet());

    @Test
    void repeatsARequestUntilItIsGranted() {
        Fence first = mark.request(2_000);
        mark.unanswered();
        assertThat(mark.request(9_000)).isEqualTo(first);
        assertThat(mark.acknowledgedMillis()).isEqualTo(1_000);
        assertThat(mark.requestedMillis()).isEqualTo(2_000);
        mark.granted();
        assertThat(mark.acknowledgedMillis()).isEqualTo(2_000);
        Fence second = mark.request(3_000);
        assertThat(second.acknowledgedMillis()).isEqualTo(2_000);
        assertThat(second.request().token()).isNotEqualTo(first.request().token());
    }

    @Test
    void neverRequestsLessThanWasAcknowledged() {
        assertThat(mark.request(500).request().untilMillis()).isEqualTo(1_000);
    }

    @Test
    void takesARequestBackOnlyIfItIsNotOnItsWay() {
        mark.request(90_000);
        assertThat(mark.takeBack()).isTrue();
        assertThat(mark.request(2_000).request().untilMillis()).isEqualTo(2_000);
        mark.unanswered();
        assertThat(mark.takeBack()).isFalse();
        assertThat(mark.request(3_000).request().untilMillis()).isEqualTo(2_000);
        mark.granted();
        mark.request(4_000);
        assertThat(mark.takeBack()).as("another one").isTrue();
    }

    @Test
    void aReleaseShowsTheRequestThatMayHaveBeenGranted() {
        assertThat(mark.fence().request().untilMillis()).isEqualTo(1_000);
        Fence requested = mark.request(2_000);
        assertThat(mark.fence()).isEqualTo(requested);
    }

    @Test
    void tokensOfClonesDifferByEachClockAndByTheRequest() {
        String token = token(1, 5, Instant.ofEpochSecond(9, 1), 7);
        assertThat(token).hasSize(32).isEqualTo(token(1, 5, Instant.ofEpochSecond(9, 1), 7));
        assertThat(token(2, 5, Instant.ofEpochSecond(9, 1), 7)).as("random").isNotEqualTo(token);
        assertThat(token(1, 6, Instant.ofEpochSecond(9, 1), 7)).as("nano time").isNotEqualTo(token);
        assertThat(token(1, 5, Instant.ofEpochSecond(9, 2), 7)).as("wall clock").isNotEqualTo(token);
        assertThat(token(1, 5, Instant.ofEpochSecond(9, 1), 8)).as("end").isNotEqualTo(token);
    }

    private static String token(long seed, long nanoTime, Instant now, long until) {
        return Tokens.mixed(new Random(seed), new Time(() -> now, () -> nanoTime, (Duration pause) -> {}))
                .token(until);
    }
}

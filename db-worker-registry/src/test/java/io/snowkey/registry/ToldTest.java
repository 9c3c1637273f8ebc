// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import io.snowkey.registry.Told.Fence;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class ToldTest {

    private final AtomicLong drawn = new AtomicLong();
    private final Told told = new Told(1_000, until -> "t" + drawn.incrementAndGet());

    @Test
    void asksTheSameQuestionUntilItIsGranted() {
        Fence first = told.ask(2_000);
        told.unanswered();
        assertThat(told.ask(9_000)).isEqualTo(first);
        assertThat(told.millis()).isEqualTo(1_000);
        assertThat(told.askedMillis()).isEqualTo(2_000);
        told.granted();
        assertThat(told.millis()).isEqualTo(2_000);
        Fence second = told.ask(3_000);
        assertThat(second.toldMillis()).isEqualTo(2_000);
        assertThat(second.question().token()).isNotEqualTo(first.question().token());
    }

    @Test
    void neverAsksForLessThanItWasTold() {
        assertThat(told.ask(500).question().untilMillis()).isEqualTo(1_000);
    }

    @Test
    void takesAQuestionBackOnlyIfItIsNotOnItsWay() {
        told.ask(90_000);
        assertThat(told.takeBack()).isTrue();
        assertThat(told.ask(2_000).question().untilMillis()).isEqualTo(2_000);
        told.unanswered();
        assertThat(told.takeBack()).isFalse();
        assertThat(told.ask(3_000).question().untilMillis()).isEqualTo(2_000);
        told.granted();
        told.ask(4_000);
        assertThat(told.takeBack()).as("another one").isTrue();
    }

    @Test
    void aReleaseShowsTheQuestionThatMayHaveBeenGranted() {
        assertThat(told.fence().question().untilMillis()).isEqualTo(1_000);
        Fence asked = told.ask(2_000);
        assertThat(told.fence()).isEqualTo(asked);
    }

    @Test
    void tokensOfClonesDifferByAnyOfTheClocksAndByWhatIsAskedFor() {
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

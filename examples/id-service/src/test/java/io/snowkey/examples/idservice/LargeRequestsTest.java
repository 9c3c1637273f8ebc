// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class LargeRequestsTest {

    @Test
    void moreThanMayWaitIsRefusedAtOnceAndTheRestIsServed() throws Exception {
        CountDownLatch tick = new CountDownLatch(1);
        try (LargeRequests largeRequests = new LargeRequests(100)) {
            CompletableFuture<Integer> first = largeRequests.submit(60, count -> await(tick, count));
            CompletableFuture<Integer> second = largeRequests.submit(40, count -> count);
            CompletableFuture<Integer> third = largeRequests.submit(1, count -> count);

            assertThat(first).isNotDone();
            assertThat(third).isCompletedExceptionally();
            assertThatThrownBy(third::get).cause().isInstanceOfSatisfying(ProblemException.class, failure -> {
                assertThat(failure.problem().status()).isEqualTo(503);
                assertThat(failure.problem().retryAfterSeconds()).isEqualTo(1);
            });

            tick.countDown();
            assertThat(first.get()).isEqualTo(60);
            assertThat(second.get()).isEqualTo(40);
            assertThat(largeRequests.submit(100, count -> count).get()).isEqualTo(100);
        }
    }

    @Test
    void whatNobodyWaitsForAnyMoreIsNotMadeAndGivesItsRoomBack() throws Exception {
        CountDownLatch tick = new CountDownLatch(1);
        AtomicInteger made = new AtomicInteger();
        try (LargeRequests largeRequests = new LargeRequests(100)) {
            CompletableFuture<Integer> first = largeRequests.submit(60, count -> await(tick, count));
            CompletableFuture<Integer> left = largeRequests.submit(40, made::addAndGet);
            left.cancel(false);

            CompletableFuture<Integer> third = largeRequests.submit(40, count -> count);
            tick.countDown();
            assertThat(first.get()).isEqualTo(60);
            assertThat(third.get()).isEqualTo(40);
            assertThat(made).hasValue(0);
            assertThat(largeRequests.submit(100, count -> count).get())
                    .as("no room was given back twice")
                    .isEqualTo(100);
            assertThat(largeRequests.submit(101, count -> count)).isCompletedExceptionally();
        }
    }

    private static int await(CountDownLatch latch, int count) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return count;
    }

    @Test
    void aFailureGivesItsRoomBack() throws Exception {
        try (LargeRequests largeRequests = new LargeRequests(10)) {
            for (int i = 0; i < 5; i++) {
                CompletableFuture<Object> failed = largeRequests.submit(10, count -> {
                    throw new IllegalStateException("no ids");
                });
                assertThatThrownBy(failed::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasMessageContaining("no ids");
            }
            assertThat(largeRequests.submit(10, count -> count).get()).isEqualTo(10);
        }
    }

    @Test
    void afterTheEndItSaysSo() {
        LargeRequests largeRequests = new LargeRequests(10);
        largeRequests.close();

        assertThat(largeRequests.submit(1, count -> count)).isCompletedExceptionally();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LazyGeneratorTest {

    private static final long BOUND_SECONDS = 120;

    @Test
    void whoWaitsWhileItIsAskedGetsTheSameAnswer() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch answering = new CountDownLatch(1);
        CountDownLatch mayAnswer = new CountDownLatch(1);
        LazyGenerator<Object> once = LazyGenerator.by(() -> {
            asked.incrementAndGet();
            answering.countDown();
            await(mayAnswer);
            return new Object();
        });

        CompletableFuture<Object> first = CompletableFuture.supplyAsync(once::get, LazyGeneratorTest::start);
        await(answering);
        Thread[] second = new Thread[1];
        CompletableFuture<Object> waiting = CompletableFuture.supplyAsync(once::get, task -> second[0] = start(task));
        while (second[0].getState() != Thread.State.WAITING && !waiting.isDone()) {
            Thread.onSpinWait();
        }
        mayAnswer.countDown();

        assertThat(waiting.get(BOUND_SECONDS, TimeUnit.SECONDS)).isSameAs(first.get(BOUND_SECONDS, TimeUnit.SECONDS));
        assertThat(asked).hasValue(1);
    }

    private static Thread start(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(BOUND_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nothing came");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

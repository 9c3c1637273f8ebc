// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.snowkey.examples.client.IdClientException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InterruptTest {

    private final IdServer server = new IdServer(7);

    @AfterEach
    void stop() {
        Thread.interrupted();
        server.close();
    }

    @Test
    void endsTheWaitForAnIdAndLeavesTheFlag() throws InterruptedException {
        CountDownLatch answer = new CountDownLatch(1);
        server.next(exchange -> {
            try {
                answer.await();
                server.answerWell(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        ManualTime time = new ManualTime();
        try (IdClient client = IdClient.builder(server.uri())
                .time(time)
                .requestTimeout(Duration.ofMinutes(1))
                .build()) {
            Thread caller = Thread.currentThread();
            Thread other = new Thread(() -> {
                time.awaitWait(Duration.ofSeconds(10));
                caller.interrupt();
            });
            other.start();
            assertThatThrownBy(client::nextId)
                    .isInstanceOf(IdClientException.class)
                    .hasMessage("interrupted while waiting for an id")
                    .extracting(e -> ((IdClientException) e).reason())
                    .isEqualTo(Reason.INTERRUPTED);
            assertThat(Thread.interrupted()).isTrue();
            other.join();

            answer.countDown();
            assertThat(client.nextId()).as("the id is still to be had").isEqualTo(server.id(0));
        }
    }

    @Test
    void doesNotMatterWhileAnIdIsAtHand() {
        try (IdClient client = IdClient.builder(server.uri()).batch(10).build()) {
            client.nextId();
            Thread.currentThread().interrupt();
            assertThat(client.nextId()).isEqualTo(server.id(1));
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}

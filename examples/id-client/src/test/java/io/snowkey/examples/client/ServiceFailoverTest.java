// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.snowkey.examples.client.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // what waits in vain fails
class ServiceFailoverTest {

    private final IdServer first = new IdServer(1);
    private final IdServer second = new IdServer(2);
    private final ManualTime time = new ManualTime();

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    private IdClient.Builder both() {
        return IdClient.builder(first.uri())
                .service(second.uri())
                .batch(1)
                .prefetch(0)
                .time(time);
    }

    @Test
    void asksTheNextServiceAtOnceAndStaysWithOneThatWorks() {
        first.next(IdServer.says(500, "text/plain", "broken"));
        try (IdClient client = both().build()) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.nextId()).isEqualTo(second.id(i));
            }
            assertThat(first.requests()).isEqualTo(1);

            await().until(() -> second.requests() == 6);
            second.always(IdServer.says(500, "text/plain", "broken"));
            client.nextId(); // at hand
            CompletableFuture<Long> call = CompletableFuture.supplyAsync(client::nextId);
            time.awaitWait(Duration.ofMillis(50));
            time.advance(Duration.ofMillis(50)); // the first one has rested for long enough
            assertThat(call.join()).isEqualTo(first.id(0));
        }
    }

    @Test
    void goesOnWhenNobodyListensAtTheFirst() throws IOException {
        try (IdClient client = IdClient.builder(nobody())
                .service(second.uri())
                .batch(1)
                .time(time)
                .build()) {
            assertThat(client.nextId()).isEqualTo(second.id(0));
        }
    }

    private static URI nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://" + socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort());
        }
    }

    @Test
    void goesOnWhenTheFirstDoesNotAnswerAndNeverTakesItsLateAnswer() throws InterruptedException {
        CountDownLatch late = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        first.always(exchange -> {
            try {
                late.await();
                first.answerWell(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                answered.countDown();
            }
        });
        try (IdClient client = both().requestTimeout(Duration.ofSeconds(1)).build()) {
            assertThat(client.nextId()).isEqualTo(second.id(0));
            late.countDown();
            answered.await();
            for (int i = 1; i < 50; i++) {
                assertThat(client.nextId()).isEqualTo(second.id(i));
            }
        }
    }

    @Test
    void saysHowEachServiceFailed() {
        first.always(IdServer.says(500, "text/plain", "first is broken"));
        second.always(IdServer.says(500, "text/plain", "second is broken"));
        try (IdClient client = both().deadline(Duration.ofSeconds(3)).build()) {
            CompletableFuture<Long> call = CompletableFuture.supplyAsync(client::nextId);
            time.awaitWait(Duration.ofMillis(50));
            time.advance(Duration.ofSeconds(3));
            assertThatThrownBy(call::join)
                    .hasMessageContaining("no id within the deadline of 3000 ms. ")
                    .hasMessageContaining(first.uri() + "/: HTTP status 500: \"first is broken\", 15 bytes; ")
                    .hasMessageContaining(second.uri() + "/: HTTP status 500: \"second is broken\", 16 bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "Sat, 21 Nov 2026 12:00:07 GMT"})
    void leavesAServiceAloneForAsLongAsItAsks(String retryAfter) {
        first.next(IdServer.saysWithHeader(503, "Retry-After", retryAfter));
        try (IdClient client = IdClient.builder(first.uri()).batch(1).time(time).build()) {
            CompletableFuture<Long> call = CompletableFuture.supplyAsync(client::nextId);
            time.awaitWait(Duration.ofSeconds(7));
            time.advance(Duration.ofMillis(6_999));
            time.awaitWait(Duration.ofMillis(1));
            time.awaitLooks();
            assertThat(first.requests()).isEqualTo(1);
            assertThat(call).isNotDone();

            time.advance(Duration.ofMillis(1));
            assertThat(call.join()).isEqualTo(first.id(0));
        }
    }

    /** The counter-example: without the header, the same service is asked again after 50 ms. */
    @Test
    void asksAgainSoonWhenNothingIsSaid() {
        first.next(IdServer.says(503, "text/plain", ""));
        try (IdClient client = IdClient.builder(first.uri()).batch(1).time(time).build()) {
            CompletableFuture<Long> call = CompletableFuture.supplyAsync(client::nextId);
            time.awaitWait(Duration.ofMillis(50));
            time.advance(Duration.ofMillis(50));
            assertThat(call.join()).isEqualTo(first.id(0));
        }
    }

    @Test
    void asksAnotherServiceWhileOneWantsToBeLeftAlone() {
        first.always(IdServer.saysWithHeader(503, "Retry-After", "25"));
        try (IdClient client = both().build()) {
            assertThat(client.nextId()).isEqualTo(second.id(0));
            assertThat(client.nextId()).isEqualTo(second.id(1));
            assertThat(first.requests()).isEqualTo(1);
        }
    }

    @Test
    void saysHowLongAServiceStillWantsToBeLeftAlone() {
        first.always(IdServer.saysWithHeader(503, "Retry-After", "25"));
        try (IdClient client = IdClient.builder(first.uri()).batch(1).time(time).build()) {
            CompletableFuture<Long> call = CompletableFuture.supplyAsync(client::nextId);
            time.awaitWait(Duration.ofSeconds(25));
            time.advance(Duration.ofSeconds(10));
            assertThatThrownBy(call::join)
                    .hasMessageContaining("No id may be issued now")
                    .hasMessageContaining("(it asked to be left alone for another 15000 ms)");
        }
    }

    @Test
    void asksLessAndLessOftenUpToOnceASecond() {
        first.always(IdServer.says(500, "text/plain", "broken"));
        try (IdClient client = IdClient.builder(first.uri()).time(time).build()) {
            assertThat(client).isNotNull();
            for (int millis : new int[] {50, 100, 200, 400, 800, 1000}) {
                time.awaitWait(Duration.ofMillis(millis));
                time.advance(Duration.ofMillis(millis));
            }
            await().until(() -> first.requests() == 7);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.snowkey.examples.client.IdClientException.Reason;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.snowkey.examples.client.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // what waits in vain fails
class CloseTest {

    private final IdServer server = new IdServer(7);
    private final CountDownLatch forever = new CountDownLatch(1);

    @AfterEach
    void stop() {
        forever.countDown();
        server.close();
    }

    private void hang() {
        server.always(exchange -> {
            try {
                forever.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Test
    void refusesEveryLaterCallAlthoughIdsAreAtHand() {
        IdClient client = IdClient.builder(server.uri()).batch(10).build();
        client.nextId();
        client.close();
        assertClosed(assertThatThrownBy(client::nextId));
        client.close();
        assertClosed(assertThatThrownBy(client::nextId));
    }

    @Test
    void tellsThoseWhoWait() {
        hang();
        ManualTime time = new ManualTime();
        IdClient client = IdClient.builder(server.uri())
                .time(time)
                .requestTimeout(Duration.ofMillis(500))
                .build();
        List<CompletableFuture<Long>> calls = IntStream.range(0, 3)
                .mapToObj(i -> CompletableFuture.supplyAsync(client::nextId, task -> new Thread(task).start()))
                .toList();
        time.awaitWait(Duration.ofSeconds(10));
        await().until(() -> server.requests() == 1);
        client.close();
        for (CompletableFuture<Long> call : calls) {
            assertClosed(assertThatThrownBy(call::join).cause());
        }
    }

    @Test
    void losesAnAnswerThatArrivesMeanwhile() throws InterruptedException {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        AtomicReference<long[]> answer = new AtomicReference<>();
        IdClient client = IdClient.builder(server.uri())
                .batch(10)
                .idCheck(ids -> {
                    answer.set(ids);
                    arrived.countDown();
                    awaitUninterruptibly(closed);
                })
                .build();
        arrived.await();
        Thread closing = new Thread(client::close);
        closing.start();
        // No id comes before the answer is let through, so this call ends by the close: before the answer arrives.
        assertClosed(assertThatThrownBy(client::nextId));
        closed.countDown();
        closing.join();
        assertThat(answer.get()).hasSize(10);
        assertClosed(assertThatThrownBy(client::nextId));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        for (; ; ) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // On purpose: the answer is on its way.
            }
        }
    }

    @Test
    void givesNoLateIdAndNoDuplicateInARace() throws InterruptedException {
        for (int round = 0; round < 50; round++) {
            IdClient client =
                    IdClient.builder(server.uri()).batch(3).prefetch(3).build();
            AtomicReference<Throwable> late = new AtomicReference<>();
            CountDownLatch begun = new CountDownLatch(1);
            Thread caller = new Thread(() -> {
                try {
                    for (long last = -1; ; ) {
                        long id = client.nextId();
                        assertThat(id).isGreaterThan(last);
                        last = id;
                        begun.countDown();
                    }
                } catch (IdClientException e) {
                    if (e.reason() != Reason.CLOSED) {
                        late.set(e);
                    }
                } catch (AssertionError e) {
                    late.set(e);
                }
            });
            caller.start();
            begun.await();
            client.close();
            assertClosed(assertThatThrownBy(client::nextId));
            caller.join();
            assertThat(late).hasNullValue();
        }
    }

    @Test
    void leavesNoThread() {
        hang();
        IdClient idle = IdClient.builder(server.uri())
                .requestTimeout(Duration.ofMillis(200))
                .build();
        await().until(() -> server.requests() > 0);
        assertThat(threads("id-client")).isNotEmpty();
        server.behave();
        IdClient busy = IdClient.builder(server.uri()).build();
        busy.nextId();
        idle.close();
        busy.close();
        assertThat(threads("id-client")).doesNotContain("id-client");
        await().untilAsserted(() -> {
            // Before JDK 21 an HttpClient cannot be closed; its thread ends after a collection.
            System.gc();
            assertThat(threads("id-client")).isEmpty();
            assertThat(threads("HttpClient-")).isEmpty();
        });
    }

    private static List<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    @Test
    void isNotHeldUpByAnInterruptAndKeepsIt() {
        hang();
        IdClient client = IdClient.builder(server.uri())
                .requestTimeout(Duration.ofMillis(200))
                .build();
        Thread.currentThread().interrupt();
        client.close();
        assertThat(Thread.interrupted()).isTrue();
        assertClosed(assertThatThrownBy(client::nextId));
    }

    @Test
    void isAlsoTheEndWhenTheFetchingThreadDies() {
        IdClient client = IdClient.builder(server.uri())
                .idCheck(ids -> {
                    throw new IllegalStateException("a fault of the client");
                })
                .build();
        assertThatThrownBy(client::nextId)
                .hasMessage("the client is closed")
                .cause()
                .hasMessage("a fault of the client");
        client.close();
    }

    private static void assertClosed(AbstractThrowableAssert<?, ? extends Throwable> thrown) {
        thrown.isInstanceOf(IdClientException.class)
                .hasMessage("the client is closed")
                .extracting(e -> ((IdClientException) e).reason())
                .isEqualTo(Reason.CLOSED);
    }
}

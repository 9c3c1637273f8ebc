// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.snowkey.examples.client.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IdClientTest {

    private final IdServer server = new IdServer(7);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void givesIdsInOrderAndMostWithoutARequest() {
        try (IdClient client =
                IdClient.builder(server.uri()).batch(100).prefetch(20).build()) {
            for (int i = 0; i < 10_000; i++) {
                assertThat(client.nextId()).isEqualTo(server.id(i));
            }
            assertThat(server.requests()).isBetween(100, 101);
        }
    }

    /** What README.md shows. */
    @Test
    void asksTheSecondServiceWhenTheFirstOneFails() {
        try (IdServer other = new IdServer(8)) {
            server.always(IdServer.says(500, "text/plain", "broken"));
            URI first = server.uri();
            URI second = other.uri();
            try (IdClient ids =
                    IdClient.builder(first).service(second).batch(1000).build()) {
                long id = ids.nextId();
                assertThat(id).isEqualTo(other.id(0));
            }
        }
    }

    @Test
    void asksForTheNextBatchBeforeTheLastIsUsedUp() {
        try (IdClient client =
                IdClient.builder(server.uri()).batch(10).prefetch(4).build()) {
            IntStream.range(0, 6).forEach(i -> client.nextId());
            await().until(() -> server.requests() == 2);
            // From here on the service is gone, and 14 ids are at hand.
            server.always(IdServer.says(500, "text/plain", "broken"));
            IntStream.range(6, 16).forEach(i -> assertThat(client.nextId()).isEqualTo(server.id(i)));
        }
    }

    @Test
    void asksUnderThePathOfTheServiceItWasGiven() {
        server.always(exchange -> {
            assertThat(exchange.getRequestURI()).hasToString("/some/where/ids?count=1");
            IdServer.send(exchange, 200, "text/plain", server.ids(1));
        });
        for (String path : List.of("/some/where", "/some/where/")) {
            try (IdClient client =
                    IdClient.builder(URI.create(server.uri() + path)).batch(1).build()) {
                assertThat(client.nextId()).isPositive();
            }
        }
    }

    @Test
    void givesManyThreadsDifferentIds() throws Exception {
        int threads = 8;
        int each = 20_000;
        Set<Long> ids = ConcurrentHashMap.newKeySet();
        CyclicBarrier together = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try (IdClient client = IdClient.builder(server.uri()).batch(500).build()) {
            Callable<Void> caller = () -> {
                together.await();
                for (int i = 0; i < each; i++) {
                    ids.add(client.nextId());
                }
                return null;
            };
            for (Future<Void> done : executor.invokeAll(
                    IntStream.range(0, threads).mapToObj(i -> caller).toList())) {
                done.get();
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(ids).hasSize(threads * each);
    }

    @Test
    void givesTwoClientsDifferentIds() {
        try (IdClient one = IdClient.builder(server.uri()).batch(10).build();
                IdClient other = IdClient.builder(server.uri()).batch(10).build()) {
            Set<Long> ids = ConcurrentHashMap.newKeySet();
            for (int i = 0; i < 1_000; i++) {
                ids.add(one.nextId());
                ids.add(other.nextId());
            }
            assertThat(ids).hasSize(2_000);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:8080",
                "ftp://localhost",
                "http:localhost",
                "/ids",
                "http://",
                "http://user@localhost",
                "http://localhost?count=5",
                "http://localhost#ids"
            })
    void refusesAServiceThatIsNoBase(String uri) {
        URI service;
        try {
            service = URI.create(uri);
        } catch (IllegalArgumentException e) {
            return; // refused even earlier
        }
        assertThatThrownBy(() -> IdClient.builder(service).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("service " + uri + ": must be http or https");
    }

    @Test
    void refusesSettingsOutsideTheirRanges() {
        IdClient.Builder builder = IdClient.builder(server.uri());
        assertThatThrownBy(() -> builder.batch(0).build()).hasMessage("batch 0: must be 1 to 100000");
        assertThatThrownBy(() -> builder.batch(100_001).build()).hasMessage("batch 100001: must be 1 to 100000");
        builder.batch(10);
        assertThatThrownBy(() -> builder.prefetch(-1).build()).hasMessage("prefetch -1: must be 0 to 10");
        assertThatThrownBy(() -> builder.prefetch(11).build()).hasMessage("prefetch 11: must be 0 to 10");
        builder.prefetch(5);
        assertThatThrownBy(() -> builder.deadline(Duration.ZERO).build())
                .hasMessage("deadline PT0S: must be 1 ms to 1 hour");
        builder.deadline(Duration.ofSeconds(1));
        assertThatThrownBy(() -> builder.requestTimeout(Duration.ofHours(2)).build())
                .hasMessage("requestTimeout PT2H: must be 1 ms to 1 hour");
        builder.requestTimeout(Duration.ofSeconds(1));
        assertThatThrownBy(() -> builder.workerId(17, 12).build()).hasMessage("workerId bits 17: must be 0 to 16");
        assertThatThrownBy(() -> builder.workerId(10, 63).build()).hasMessage("workerId shift 63: must be 0 to 62");
        assertThat(server.requests()).isZero();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.examples.client.IdClient;
import io.snowkey.examples.client.IdClientException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The client of examples/id-client and this service, as they are. */
class ClientTest {

    private static final int CALLERS = 4;
    private static final int EACH = 20_000;

    @Test
    void getsEveryIdOnceAlsoWhileTheNodeItAsksIsCutOff() throws Exception {
        Set<Long> ids = ConcurrentHashMap.newKeySet();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try (IdServiceNode first = IdServiceNode.start("client");
                IdServiceNode second = IdServiceNode.start("client");
                CuttableProxy link = new CuttableProxy(first.port());
                IdClient client = IdClient.builder(URI.create("http://127.0.0.1:" + link.port()))
                        .service(URI.create(second.url("/")))
                        .requestTimeout(Duration.ofMillis(500))
                        .build()) {
            Callable<Void> caller = () -> {
                for (int i = 0; i < EACH; i++) {
                    assertThat(ids.add(client.nextId())).isTrue();
                    if (ids.size() == CALLERS * EACH / 4) {
                        link.cut();
                    }
                }
                return null;
            };
            for (Future<Void> done : callers.invokeAll(
                    Stream.generate(() -> caller).limit(CALLERS).toList())) {
                done.get();
            }
            assertThat(ids).hasSize(CALLERS * EACH);
            SnowflakeLayout layout = first.bean(SnowflakeGenerator.class).layout();
            assertThat(ids.stream().map(id -> layout.decode(id).workerId()).collect(Collectors.toSet()))
                    .as("of both nodes, and of nobody else")
                    .containsExactlyInAnyOrder(
                            first.bean(SnowflakeGenerator.class).workerId(),
                            second.bean(SnowflakeGenerator.class).workerId());
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void isToldWhatTheServiceSaysAboutABatchThatIsTooLarge() {
        try (IdServiceNode node = IdServiceNode.start("client-large");
                IdClient client = IdClient.builder(URI.create(node.url("/")))
                        .batch(10_001)
                        .deadline(Duration.ofSeconds(1))
                        .build()) {
            assertThatThrownBy(client::nextId)
                    .isInstanceOf(IdClientException.class)
                    .hasMessageContaining("HTTP status 400")
                    .hasMessageContaining("must be a number from 1 to 10000");
        }
    }
}

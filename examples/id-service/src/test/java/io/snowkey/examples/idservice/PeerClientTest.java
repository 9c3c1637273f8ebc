// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;

import io.snowkey.WorkerLease;
import org.junit.jupiter.api.Test;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Peers that are dead in one way or another. What one of them does is over within a time-out, and the next one is asked. */
final class PeerClientTest {

    private static final Duration TIMEOUT = Duration.ofMillis(300);
    /** Of the tests: whoever needs it all has not given up by itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final PeerClient client = new PeerClient(WebClient.builder(), TIMEOUT);

    private static PeerAddress local(int port) {
        return new PeerAddress("localhost:" + port);
    }

    /** Connections are accepted, and nothing ever comes of them. */
    private static ServerSocket silent() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @Test
    void aPeerThatSaysNothingIsGivenUpByItself() throws IOException {
        try (ServerSocket silent = silent()) {
            Mono<Long> given = client.next(local(silent.getLocalPort())).onErrorReturn(-1L);

            assertThat(given.block(PATIENCE)).isEqualTo(-1);
        }
    }

    @Test
    void aPeerThatIsNotThereFails() {
        assertThat(catchThrowable(
                        () -> client.next(local(IdServiceNode.freePort())).block(PATIENCE)))
                .hasMessageContaining("refused");
    }

    @Test
    void whatIsNotAnIdIsAFailure() {
        try (IdServiceNode node = IdServiceNode.start("peer-client")) {
            assertThat(client.next(local(node.port())).block()).isPositive();
            node.bean(WorkerLease.class).close(); // no id may be issued any more

            assertThat(catchThrowable(() -> client.next(local(node.port())).block()))
                    .isInstanceOf(WebClientResponseException.ServiceUnavailable.class);
        }
    }

    @Test
    void aDeadPeerIsSkippedAndTheNextOneAnswers() throws IOException {
        try (ServerSocket silent = silent();
                IdServiceNode alive = IdServiceNode.start("peer-client-2")) {
            PeerAddress dead = local(silent.getLocalPort());
            PeerAddress self = local(1);
            List<PeerAddress> peers = List.of(dead, local(alive.port()));
            Routing routing =
                    new Routing(self, () -> peers, () -> Mono.just(-1L), client::next, TIMEOUT, System::nanoTime);
            String key = "a";
            while (!Ring.inOrder(key, List.of(self, dead, local(alive.port())))
                            .get(0)
                            .equals(dead)
                    || !Ring.inOrder(key, List.of(self, local(alive.port())))
                            .get(0)
                            .equals(local(alive.port()))) {
                key += "a";
            }

            assertThat(routing.next(key).block(PATIENCE)).isPositive();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import org.junit.jupiter.api.Test;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Peers that are dead in one way or another. After a time-out at most, the next peer is asked. */
final class PeerClientTest {

    private static final Duration TIMEOUT = Duration.ofMillis(300);
    /** The limit of each test. A request that needs all of it did not give up by itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long WORKER = 287;
    private static final String ID = "249827281857540096";

    /** For peers that hang. */
    private final PeerClient client = client(TIMEOUT);
    /** For those that answer, however busy the machine is. */
    private final PeerClient patient = client(PATIENCE);

    private static PeerClient client(Duration timeout) {
        return new PeerClient(WebClient.builder(), timeout, "default", SnowflakeLayout.DEFAULT);
    }

    private static PeerAddress local(int port) {
        return new PeerAddress("localhost:" + port);
    }

    private static Peer peer(int port, long... workerIds) {
        return new Peer(local(port), LongStream.of(workerIds).boxed().collect(Collectors.toSet()));
    }

    private static Peer peer(IdServiceNode node) {
        return peer(node.port(), node.bean(SnowflakeGenerator.class).workerId());
    }

    /** What asking a peer comes to that answers with these bytes. */
    private Object asked(String answer) throws IOException {
        try (RawPeer peer = new RawPeer(answer)) {
            Peer asked = peer(peer.port(), WORKER);
            return patient.next(asked)
                    .cast(Object.class)
                    .onErrorResume(Mono::just)
                    .block(PATIENCE);
        }
    }

    private static String answer(String firstLine, String type, String body) {
        return "HTTP/1.1 " + firstLine + "\r\n" + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
                + "Snowkey-Namespace: default\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length
                + "\r\n\r\n" + body;
    }

    @Test
    void whatIsPassedOnIsAnIdOfThatWorkerAndNothingElse() throws IOException {
        assertThat(asked(answer("200 OK", "text/plain", ID))).isEqualTo(Long.valueOf(ID));
        assertThat(asked(answer("200 OK", "text/plain;charset=UTF-8", ID))).isEqualTo(Long.valueOf(ID));
        for (String status :
                List.of("204 No Content", "201 Created", "206 Partial Content", "302 Found", "500 Broken")) {
            assertThat(asked(answer(status, "text/plain", ID)))
                    .as(status)
                    .isInstanceOf(PeerException.class)
                    .asString()
                    .contains("answered with status " + status.substring(0, 3));
        }
        for (String type : List.of("", "text/html", "application/json", "text/plainX", "*/*")) {
            assertThat(asked(answer("200 OK", type, ID))).as(type).asString().contains("instead of text/plain");
        }
        for (String body : List.of(
                "-5",
                "+77",
                "",
                " " + ID,
                ID + "\n",
                "\u0664\u0662",
                "0x10",
                "1e3",
                "9223372036854775808",
                "99999999999999999999",
                "<html>Log in</html>",
                "9".repeat(100),
                "9".repeat(1_000_000))) {
            assertThat(asked(answer("200 OK", "text/plain", body))).as(body).isInstanceOf(Throwable.class);
        }
        assertThat(asked(answer("200 OK", "text/plain", "42")))
                .asString()
                .contains("answered with an id of worker 0, but the table has it as [" + WORKER + "]");
        assertThat(asked(answer("200 OK", "text/plain", ID).replace("Namespace: default", "Namespace: other")))
                .asString()
                .contains("answered for the namespace other instead of default");
        assertThat(asked(answer("200 OK", "text/plain", ID).replace("Snowkey-Namespace", "X")))
                .asString()
                .contains("answered for the namespace null");
    }

    /** Its row leads to a service of another database, which has other ids under the same names. */
    @Test
    void aServiceOfAnotherDatabaseIsNotBelieved() {
        try (IdServiceNode one = IdServiceNode.start("peer-a", "--snowkey.worker-ids=1-1", "--id-service.refresh=1h");
                IdServiceNode other = IdServiceNode.start("peer-b", "--snowkey.worker-ids=2-2");
                IdServiceNode named =
                        IdServiceNode.start("peer-c", "--snowkey.worker-ids=3-3", "--snowkey.namespace=elsewhere")) {
            assertThat(patient.next(peer(one.port(), 1)).block()).isPositive();
            assertThat(catchThrowable(() -> patient.next(peer(other.port(), 1)).block()))
                    .hasMessageContaining("answered with an id of worker 2");
            assertThat(catchThrowable(() -> patient.next(peer(named.port(), 3)).block()))
                    .hasMessageContaining("answered for the namespace elsewhere");
        }
    }

    /** Connections are accepted, and nothing ever comes of them. */
    private static ServerSocket silent() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @Test
    void aPeerThatSaysNothingIsGivenUpByItself() throws IOException {
        try (ServerSocket silent = silent()) {
            Mono<Long> given = client.next(peer(silent.getLocalPort(), 1)).onErrorReturn(-1L);

            assertThat(given.block(PATIENCE)).isEqualTo(-1);
        }
    }

    @Test
    void aPeerThatIsNotThereFails() {
        assertThat(catchThrowable(
                        () -> client.next(peer(IdServiceNode.freePort(), 1)).block(PATIENCE)))
                .hasMessageContaining("refused");
    }

    @Test
    void whatIsNotAnIdIsAFailure() {
        try (IdServiceNode node = IdServiceNode.start("peer-client")) {
            Peer peer = peer(node);
            assertThat(patient.next(peer).block()).isPositive();
            node.bean(WorkerLease.class).close(); // no id may be issued any more

            assertThat(catchThrowable(() -> patient.next(peer).block()))
                    .hasMessageContaining("answered with status 503");
        }
    }

    @Test
    void aDeadPeerIsSkippedAndTheNextOneAnswers() throws IOException {
        try (ServerSocket silent = silent();
                IdServiceNode alive = IdServiceNode.start("peer-client-2")) {
            PeerAddress dead = local(silent.getLocalPort());
            PeerAddress self = local(1);
            List<Peer> peers = List.of(new Peer(dead, Set.of(1L)), peer(alive));
            Routing routing =
                    new Routing(self, () -> peers, () -> Mono.just(-1L), client::next, TIMEOUT, System::nanoTime);
            String key = "a";
            while (!RendezvousHashing.ownersOf(key, List.of(self, dead, local(alive.port())))
                            .get(0)
                            .equals(dead)
                    || !RendezvousHashing.ownersOf(key, List.of(self, local(alive.port())))
                            .get(0)
                            .equals(local(alive.port()))) {
                key += "a";
            }

            assertThat(routing.next(key).block(PATIENCE)).isPositive();
        }
    }
}

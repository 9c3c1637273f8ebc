// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.snowkey.SnowflakeGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static io.snowkey.examples.idservice.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

/** What keeps connections, and what does not. */
final class StalledConnectionHandlerTest {

    private static final int CONNECTIONS = 40;

    private static IdServiceNode node;

    @BeforeAll
    static void start() {
        node = IdServiceNode.start(
                "stalled-connections",
                "--id-service.idle-timeout=2s",
                "--id-service.max-connections=" + CONNECTIONS,
                "--id-service.max-backlog=10000");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /** Each byte comes in time, and the request never does. */
    @Test
    void aRequestThatNeverEndsIsNotWaitedFor() throws Exception {
        for (String beginning : List.of(
                "GET /ids HTTP/1.1\r\nHost: localhost\r\n",
                Http.request("GET /ids HTTP/1.1") + "GET /ids HTTP/1.1\r\nHost: localhost\r\n",
                "POST /workers HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n",
                "POST /workers HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")) {
            try (Http http = node.http()) {
                http.send(beginning);
                boolean chunked = beginning.contains("chunked");
                await().pollInterval(Duration.ofMillis(100))
                        .until(() -> isOver(http, chunked ? "1\r\nx\r\n" : "X: y\r\n"));
            }
        }
    }

    private static boolean isOver(Http http, String more) {
        try {
            http.send(more);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** It asks for much, and takes nothing of it. */
    @Test
    void anAnswerThatIsNotTakenIsNotWaitedFor() throws Exception {
        try (Http http = node.http()) {
            http.send(Http.request("GET /ids?count=10000 HTTP/1.1").repeat(100));
            http.awaitFirstByte();
            // Until it is closed, there is no room for the last of these.
            await().until(() -> {
                List<Http> others = new ArrayList<>();
                try {
                    for (int i = 0; i < CONNECTIONS; i++) {
                        others.add(node.http());
                    }
                    for (Http other : others) {
                        other.get("/ids");
                    }
                    return true;
                } catch (IOException e) {
                    return false;
                } finally {
                    for (Http other : others) {
                        other.close();
                    }
                }
            });
        }
    }

    /** Somebody reads slowly, and goes on for longer than the limit. */
    @Test
    void anAnswerThatIsTakenSlowlyIsSentToItsEnd() throws Exception {
        try (Http http = node.http()) {
            int requests = 60;
            http.send(Http.request("GET /ids?count=10000 HTTP/1.1").repeat(requests));
            long began = System.nanoTime();
            for (int i = 0; i < requests; i++) {
                assertThat(http.read().ids()).hasSize(10_000);
                Thread.sleep(100); // it is what makes it slow
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void moreConnectionsThanThereMayBeAreClosed() throws IOException {
        List<Http> some = new ArrayList<>();
        try {
            await().until(() -> {
                some.add(node.http());
                return some.size() > CONNECTIONS;
            });
            assertThat(isClosed(some.get(CONNECTIONS))).isTrue();
            some.remove(0).close();
            await().until(() -> {
                try (Http http = node.http()) {
                    return http.get("/ids").status() == 200;
                } catch (IOException e) {
                    return false;
                }
            });
        } finally {
            for (Http http : some) {
                http.close();
            }
        }
    }

    private static boolean isClosed(Http http) throws IOException {
        try {
            return http.isEnded();
        } catch (SocketException e) {
            return true;
        }
    }

    /** A client that says that it will send no more, and still reads. */
    @Test
    void aClientThatSendsNoMoreGetsEveryAnswer() throws IOException {
        for (List<String> paths : List.of(
                List.of("/ids"),
                List.of("/ids?count=10000"),
                List.of("/flakes"),
                List.of(
                        "/ids?count=10000",
                        "/ids?count=10000",
                        "/ids?count=10000",
                        "/ids?count=10000",
                        "/ids?count=10000"),
                List.of(
                        "/ids?count=10000",
                        "/workers",
                        "/ids",
                        "/ids?count=5000",
                        "/flakes?count=1000",
                        "/",
                        "/nosuch"))) {
            try (Http http = node.http()) {
                StringBuilder requests = new StringBuilder();
                paths.forEach(path -> requests.append(Http.request("GET " + path + " HTTP/1.1")));
                http.send(requests.toString());
                http.socket().shutdownOutput();
                for (String path : paths) {
                    assertThat(http.read().status()).as(path).isEqualTo(path.equals("/nosuch") ? 404 : 200);
                }
                assertThat(http.isEnded()).isTrue();
            }
        }
        try (Http http = node.http()) {
            http.send("GET /ids HT").socket().shutdownOutput();
            assertThat(http.isEnded()).isTrue();
        }
    }

    /** Clients that ask for much, and are gone before they get it. Other clients do not wait for it. */
    @Test
    void batchesOfClientsThatLeftAreNotMade() throws IOException {
        long before = node.bean(SnowflakeGenerator.class).statistics().issued();
        int asked = 0;
        for (int round = 0; round < 20; round++) {
            try (Http http = node.http()) {
                http.socket().setSoLinger(true, round % 2 == 0 ? 0 : 1);
                http.send(Http.request("GET /ids?count=10000 HTTP/1.1").repeat(100));
                asked += 100 * 10_000;
            }
        }
        try (Http http = node.http()) {
            await().until(() -> http.get("/ids?count=10000").status() == 200);
        }
        assertThat(node.bean(SnowflakeGenerator.class).statistics().issued() - before)
                .isLessThan(asked / 4);
    }
}

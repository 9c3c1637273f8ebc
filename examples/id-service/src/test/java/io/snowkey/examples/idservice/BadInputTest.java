// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.snowkey.SnowflakeGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.snowkey.examples.idservice.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Bad requests, over real connections. Proper requests are answered as before. */
final class BadInputTest {

    private static final String LONG = "9".repeat(3_000);

    private static IdServiceNode node;

    @BeforeAll
    static void start() {
        node = IdServiceNode.start("bad-input", "--id-service.max-count=5000");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Http.Answer get(String path, String... headers) throws IOException {
        return Http.once(node.port(), path, headers);
    }

    private static void assertProblem(Http.Answer answer, int status, String detail) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.type()).isEqualTo("application/problem+json");
        assertThat(answer.body())
                .startsWith("{\"type\":\"about:blank\",\"title\":\"")
                .contains("\"status\":" + status + ",\"detail\":\"")
                .contains(detail);
        assertThat(answer.body().length()).isLessThan(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "5001", "99999999999999999999", "x", "1.5", "+1", "%31%30x", "", "0x10", "١"})
    void aCountThatIsNoneOfItsRangeIsNamed(String count) throws IOException {
        String sent = URLEncoder.encode(count, StandardCharsets.UTF_8).replace("%25", "%");
        for (String path : List.of("/ids", "/lunique", "/flakes")) {
            assertProblem(get(path + "?count=" + sent), 400, "must be a number from 1 to 5000.");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/ids?count=1&count=2, count is given more than once",
        "/ids?count=1&%63ount=1, count is given more than once",
        "/ids?count, must be a number",
        "/ids?count=%zz, not percent-encoded",
        "/flakes?count=1&count=1, count is given more than once",
        "/flakes?form=hex, must be base62 or uuid",
        "/dunique?target=, must be a key",
        "/dunique?target=a&target=b, target is given more than once",
        "/ids/, There is nothing at",
        "/ids/1/2, There is nothing at",
        "/ids/-1, '-'",
        "/ids/x, 'x'",
        "/ids/9223372036854775808, the largest id",
        "/ids/1?form=octal, 'must be decimal, base32, base62 or flakeid'",
        "/ids/0192f3c4a5b600010a1b2c3d4e5f0001, 'the 13th to the 16th are 0'",
        "/ids/1?form=flakeid, 'must be 32 hexadecimal digits'",
        "/nosuch, There is nothing at"
    })
    void eachMistakeIsToldApart(String path, String detail) throws IOException {
        assertProblem(get(path), detail.startsWith("There is nothing") ? 404 : 400, detail);
    }

    @Test
    void aTargetMayBeAnythingButTooLong() throws IOException {
        assertThat(get("/dunique?target=no+such%20key%00%F0%9F%98%80").status()).isEqualTo(200);
        assertThat(get("/dunique?target=" + "k".repeat(256)).status()).isEqualTo(200);
        assertProblem(get("/dunique?target=" + "k".repeat(257)), 400, "must be a key of 1 to 256 characters");
    }

    @Test
    void anIdMayNotBeTooLong() throws IOException {
        assertProblem(get("/ids/" + LONG), 400, "has 3000 characters: must have at most 19 digits");
        assertProblem(get("/ids?count=" + LONG), 400, "must be a number from 1 to 5000.");
    }

    @Test
    void aUriAndHeadersMayNotBeTooLong() throws IOException {
        assertProblem(get("/ids/" + LONG.repeat(100)), 414, "too long");
        assertProblem(get("/ids", "X-Long: " + LONG.repeat(100)), 431, "too long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense\r\n\r\n", "GET /ids JUNK/9\r\n\r\n", "\u0016\u0003\u0001 a TLS hello\r\n\r\n"})
    void whatIsNotHttpIsToldSoAndTheConnectionEnds(String bytes) throws IOException {
        try (Http http = node.http()) {
            assertProblem(http.send(bytes).read(), 400, "not a request of HTTP/1.1");
            assertThat(http.isEnded()).isTrue();
        }
    }

    /** To close a connection on which something still comes would reset it, and the answer might be lost. */
    @Test
    void aClientThatStillSendsGetsTheLastAnswer() throws IOException {
        try (Http http = node.http()) {
            http.send("nonsense\r\n\r\n").awaitFirstByte();
            for (int i = 0; i < 50; i++) {
                http.send(LONG);
            }
            assertProblem(http.read(), 400, "not a request of HTTP/1.1");
            assertThat(http.isEnded()).isTrue();
        }
    }

    @Test
    void otherMethodsAreNotAllowed() throws IOException {
        for (String method : List.of("POST", "PUT", "DELETE")) {
            for (String path : List.of("/ids", "/lunique", "/dunique", "/workers")) {
                try (Http http = node.http()) {
                    Http.Answer answer = http.send(Http.request(method + " " + path + " HTTP/1.1", "Content-Length: 0"))
                            .read();
                    assertProblem(answer, 405, "use one of GET");
                    assertThat(answer.headers()).containsEntry("allow", "GET");
                }
            }
        }
    }

    @Test
    void whatNeitherTextNorJsonIsIsNotAcceptable() throws IOException {
        for (String path : List.of("/ids", "/ids?count=3", "/flakes", "/dunique?target=a")) {
            assertProblem(get(path, "Accept: image/png"), 406, "text/plain or application/json");
            assertProblem(get(path, "Accept: nonsense"), 400, "Accept");
        }
    }

    /** A connection goes on after each of them, in the same order, and nothing is taken for something else. */
    @Test
    void aMistakeIsNoReasonToEndAConnection() throws IOException {
        try (Http http = node.http()) {
            assertProblem(http.get("/ids?count=0"), 400, "count");
            assertThat(http.get("/ids").status()).isEqualTo(200);
            assertProblem(http.get("/nosuch"), 404, "nothing");
            assertThat(http.get("/ids?count=5000").ids()).hasSize(5_000);
        }
    }

    /**
     * Clients that ask for as much as they can and read nothing. What the node keeps for each is bounded. While a
     * client does not read, nothing is issued for it beyond what the buffers of its connection hold.
     */
    @Test
    void aSlowClientIsNotServedAheadAndKeepsNobodyWaiting() throws IOException {
        List<Http> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                Http http = node.http();
                slow.add(http);
                // 200 requests for 5,000 ids each are 19 MB of answers.
                http.send(Http.request("GET /ids?count=5000 HTTP/1.1").repeat(200));
            }
            for (int i = 0; i < 200; i++) {
                assertThat(get("/ids").status()).isEqualTo(200);
            }
            long before = -1;
            for (long now = issued(); now != before; now = issued()) {
                before = now;
                await().pollDelay(Duration.ofMillis(300)).until(() -> true);
            }
            assertThat(before).isLessThan(5 * 200 * 5_000 * 3 / 4);

            // One that reads after all gets everything.
            for (int i = 0; i < 200; i++) {
                assertThat(slow.get(0).read().body().length()).isGreaterThan(5_000 * 18);
            }
            assertThat(issued()).isGreaterThan(before);
        } finally {
            for (Http http : slow) {
                http.close();
            }
        }
        assertThat(get("/ids").status()).isEqualTo(200);
    }

    private static long issued() {
        return node.bean(SnowflakeGenerator.class).statistics().issued();
    }

    @Test
    void aClientMayVanishAtAnyMoment() throws IOException {
        for (int i = 0; i < 200; i++) {
            try (Http http = node.http()) {
                http.socket()
                        .setOption(StandardSocketOptions.SO_LINGER, i % 2 == 0 ? 0 : -1); // half of them by a reset
                http.send(List.of(
                                "",
                                "GET /ids HT",
                                Http.request("GET /ids?count=5000 HTTP/1.1"),
                                Http.request("GET /ids?count=5000 HTTP/1.1").repeat(20),
                                Http.request("GET /workers HTTP/1.1"),
                                Http.request("POST /ids HTTP/1.1", "Content-Length: 100") + "half a body")
                        .get(i % 6));
            }
        }
        try (Http http = node.http()) {
            for (int i = 0; i < 100; i++) {
                assertThat(http.get("/ids?count=1000").ids()).hasSize(1_000);
            }
        }
    }
}

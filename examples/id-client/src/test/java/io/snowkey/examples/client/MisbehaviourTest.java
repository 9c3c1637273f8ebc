// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.snowkey.examples.client.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Whatever comes instead of ids is an error that shows it, and never an id. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // what waits in vain fails
class MisbehaviourTest {

    private static final int BATCH = 5;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";

    private final IdServer server = new IdServer(7);
    private final ManualTime time = new ManualTime();

    @AfterEach
    void stop() {
        server.close();
    }

    private IdClient.Builder client() {
        return IdClient.builder(server.uri()).batch(BATCH).prefetch(0).time(time);
    }

    static Stream<Arguments> misbehaviours() {
        return Stream.of(
                arguments("HTTP status 500: \"broken\"", IdServer.says(500, "text/plain", "broken")),
                arguments("HTTP status 404: \"\"", IdServer.says(404, "text/plain", "")),
                arguments("HTTP status 204: \"\"", IdServer.says(204, "text/plain", "")),
                arguments(
                        "HTTP status 206: \"1\\n2\\n3\\n4\\n5\\n\"",
                        IdServer.says(206, "text/plain", "1\n2\n3\n4\n5\n")),
                arguments("HTTP status 302: ", IdServer.saysWithHeader(302, "Location", "/ids?count=5")),
                arguments(
                        "HTTP status 400: \"{\"detail\":\"count 5: must be 1 to 4\"}\"",
                        IdServer.says(400, "application/problem+json", "{\"detail\":\"count 5: must be 1 to 4\"}")),
                arguments(
                        "content type text/html instead of text/plain: \"<html>Log in</html>\"",
                        IdServer.says(200, "text/html", "<html>Log in</html>")),
                arguments(
                        "content type application/json instead of text/plain: \"[1,2,3,4,5]\"",
                        IdServer.says(200, "application/json", "[1,2,3,4,5]")),
                arguments(
                        "content type text/plainX instead of text/plain: \"1\\n2\\n3\\n4\\n5\\n\"",
                        IdServer.says(200, "text/plainX", "1\n2\n3\n4\n5\n")),
                arguments("line 1 of the answer is not", IdServer.says(200, "text/plain", "Please wait")),
                arguments("line 5 of the answer is not", IdServer.says(200, "text/plain", "1\n2\n3\n4\n")),
                arguments("line 5 of the answer is not", IdServer.says(200, "text/plain", "1\n2\n3\n4\n5")),
                arguments("line 6 of the answer is one more", IdServer.says(200, "text/plain", "1\n2\n3\n4\n5\n6\n")),
                arguments(
                        "the answer has more than 10000 bytes and begins \"1\\n1\\n",
                        IdServer.says(200, "text/plain", "1\n".repeat(1_000_000))),
                arguments(
                        "has id 3 of worker 0, from which id 3 came before",
                        IdServer.says(200, "text/plain", "1\n2\n3\n3\n4\n")),
                arguments("fixed content-length: 100", (IdServer.Behaviour) MisbehaviourTest::cutsWhatHasALength),
                arguments("", (IdServer.Behaviour) HttpExchange::close));
    }

    private static void cutsWhatHasALength(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.sendResponseHeaders(200, 100);
        exchange.getResponseBody().write("1\n2\n3\n4\n5\n".getBytes(StandardCharsets.US_ASCII));
        exchange.getResponseBody().flush();
        exchange.close();
    }

    @ParameterizedTest
    @MethodSource("misbehaviours")
    void isAnErrorWithTheTextThatPassesOnceTheServiceBehaves(String message, IdServer.Behaviour behaviour) {
        server.always(behaviour);
        try (IdClient client = client().deadline(Duration.ofMinutes(10)).build()) {
            CompletableFuture<Long> call = CompletableFuture.supplyAsync(client::nextId);
            time.awaitWait(Duration.ofMillis(50)); // it failed and rests
            time.advance(Duration.ofMinutes(10));
            assertThatThrownBy(call::join)
                    .cause()
                    .isInstanceOf(IdClientException.class)
                    .hasMessageStartingWith("no id within the deadline of 600000 ms. " + server.uri())
                    .hasMessageContaining(message)
                    .extracting(e -> ((IdClientException) e).reason())
                    .isEqualTo(IdClientException.Reason.DEADLINE);

            server.behave();
            CompletableFuture<Long> next = CompletableFuture.supplyAsync(client::nextId);
            await().until(() -> {
                time.advance(Duration.ofSeconds(1));
                return next.isDone();
            });
            assertThat(next.join()).isEqualTo(server.id(0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1\n2\n3\n4\n", "1\n2\n3\n4\n98", "1\n2\n3\n4\n987654321"})
    void isAnAnswerThatEndsWithItsConnectionAndIsCut(String body) throws Exception {
        try (RawServer raw = new RawServer(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n" + body);
                IdClient client =
                        IdClient.builder(raw.uri()).batch(BATCH).time(time).build()) {
            CompletableFuture<Long> call = CompletableFuture.supplyAsync(client::nextId);
            time.awaitWait(Duration.ofMillis(50));
            time.advance(Duration.ofSeconds(10));
            assertThatThrownBy(call::join)
                    .hasMessageContaining("line 5 of the answer is not an id and a line feed. The answer: "
                            + AnswerParser.shown(body.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    @Test
    void isABodyThatDoesNotEnd() {
        CountDownLatch end = new CountDownLatch(1);
        server.always(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("1\n2\n3\n4\n5\n".getBytes(StandardCharsets.US_ASCII));
            exchange.getResponseBody().flush();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (IdClient client = client().requestTimeout(Duration.ofMillis(500)).build()) {
            CompletableFuture<Long> call = CompletableFuture.supplyAsync(client::nextId);
            time.awaitWait(Duration.ofMillis(50));
            time.advance(Duration.ofSeconds(10));
            // The second one when the machine is so busy that not even the headers came in time.
            assertThatThrownBy(call::join)
                    .hasMessageMatching("(?s).*(the answer was not complete within 500 ms|request timed out).*");
        } finally {
            end.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1\n2\n3\n4\n5\n",
                OK + "Transfer-Encoding: chunked\r\n\r\na\r\n1\n2\n3\n4\n5\n\r\n",
                OK + "Content-Length: 11\r\n\r\n1\n2\n3\n4\n5\n"
            })
    void isWhatDoesNotKeepToHttp(String answer) throws Exception {
        try (RawServer raw = new RawServer(answer);
                IdClient client =
                        IdClient.builder(raw.uri()).batch(BATCH).time(time).build()) {
            CompletableFuture<Long> call = CompletableFuture.supplyAsync(client::nextId);
            time.awaitWait(Duration.ofMillis(50));
            time.advance(Duration.ofSeconds(10));
            assertThatThrownBy(call::join).cause().isInstanceOf(IdClientException.class);
        }
    }

    @Test
    void isAnAnswerThatABrokenProxyRepeats() {
        assertThat(new HashSet<>(idsThroughABrokenProxy(ticking()))).hasSize(4 * BATCH);
    }

    /** The counter-example: without the check, the same client hands out ids twice. */
    @Test
    void wouldBeDuplicatesWithoutTheMarks() {
        assertThat(new HashSet<>(idsThroughABrokenProxy(ticking().idCheck(ids -> {}))))
                .hasSizeLessThan(4 * BATCH);
    }

    /** With the time of the machine, for the rests after refused answers. */
    private IdClient.Builder ticking() {
        return IdClient.builder(server.uri()).batch(BATCH).prefetch(0);
    }

    private List<Long> idsThroughABrokenProxy(IdClient.Builder builder) {
        String repeated = server.ids(BATCH);
        IdServer.Behaviour repeats = IdServer.says(200, "text/plain", repeated);
        server.next(repeats).next(repeats).next(server::answerWell).next(repeats);
        List<Long> ids = new ArrayList<>();
        try (IdClient client = builder.build()) {
            for (int i = 0; i < 4 * BATCH; i++) {
                ids.add(client.nextId());
            }
        }
        return ids;
    }
}

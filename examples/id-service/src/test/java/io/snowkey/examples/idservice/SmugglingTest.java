// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that one reader takes for one request, and another reader for two. Behind a proxy, one client could get the
 * answer to the request of another client. None of them gets more than its own answer, and its connection ends.
 */
final class SmugglingTest {

    /** What is smuggled; 3 ids, where everything else here asks for one. */
    private static final String SECOND = Http.request("GET /ids?count=3 HTTP/1.1");

    private static IdServiceNode node;

    @BeforeAll
    static void start() {
        node = IdServiceNode.start("smuggling");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /** The answers to all that is sent, until the connection ends. */
    private static List<Http.Answer> answers(String bytes) throws IOException {
        List<Http.Answer> answers = new ArrayList<>();
        try (Http http = node.http()) {
            http.send(bytes);
            while (answers.size() < 5) {
                answers.add(http.read());
            }
        } catch (EOFException e) {
            return answers;
        }
        throw new AssertionError("the connection goes on: " + answers);
    }

    static Stream<String> forms() {
        List<String> lengths = List.of(
                "Transfer-Encoding: chunked, xchunked",
                "Transfer-Encoding: xchunked, chunked",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: identity",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked, chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked;q=1",
                "Transfer-Encoding: \"chunked\"",
                "Transfer-Encoding: \u000bchunked",
                "Transfer-Encoding:\r\n chunked, x",
                "Transfer-Encoding : chunked",
                " Transfer-Encoding: chunked",
                "Transfer-Encoding\u0000: chunked",
                "X: y\rTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 4",
                "Content-Length: 4\r\nTransfer-Encoding: chunked",
                "Content-Length: 0\r\nContent-Length: 5",
                "Content-Length: 5\r\nContent-Length: 0",
                "Content-Length: 0, 5",
                "Content-Length: +5",
                "Content-Length: -5",
                "Content-Length: 0x5",
                "Content-Length: 5 5",
                "Content-Length: \u0665",
                "Content-Length: 99999999999999999999",
                "Content-Length:",
                "Content-Length : 5");
        return Stream.of("GET /ids", "GET /flakes", "POST /ids", "GET /workers")
                .flatMap(line -> lengths.stream().map(length -> line + " HTTP/1.1\r\nHost: localhost\r\n" + length));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aRequestWithoutAClearEndIsTheLastOfItsConnection(String head) throws IOException {
        List<Http.Answer> answers = answers(head + "\r\n\r\n0\r\n\r\n" + SECOND);

        assertThat(answers).hasSizeLessThanOrEqualTo(1);
        assertThat(answers).noneMatch(answer -> answer.body().lines().count() == 3);
    }

    /** Which a reader of HTTP/1.0 does not know. */
    @Test
    void chunksOfAnOldClientAreRefused() throws IOException {
        List<Http.Answer> answers = answers(
                "GET /ids HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                        + SECOND);

        assertThat(answers).singleElement().extracting(Http.Answer::status).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x\r\n\r\n", "-1\r\n\r\n", "0x0\r\n\r\n", "ffffffffffffffff\r\n\r\n", "1\r\nab\r\n0\r\n\r\n"})
    void chunksThatAreNoneEndTheConnection(String chunks) throws IOException {
        String head = "POST /workers HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";

        assertThat(answers(head + chunks + SECOND))
                .hasSizeLessThanOrEqualTo(1)
                .noneMatch(answer -> answer.status() == 200);
    }

    /** The counter-example: what is clear is answered, and so is what follows. */
    @Test
    void aRequestWithAClearEndIsNot() throws IOException {
        String last = Http.request("GET /ids HTTP/1.1", "Connection: close");
        for (String body :
                List.of("Content-Length: 5\r\n\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")) {
            List<Http.Answer> answers = answers("GET /ids HTTP/1.1\r\nHost: localhost\r\n" + body + SECOND + last);
            assertThat(answers)
                    .extracting(answer -> answer.body().lines().count())
                    .containsExactly(1L, 3L, 1L);
        }
    }

    static Stream<String> hosts() {
        return Stream.of(
                "",
                "Host: a\r\nHost: a\r\n",
                "Host: a\r\nHost: b\r\n",
                "Host: a b\r\n",
                "Host: a/b\r\n",
                "Host: a@b\r\n",
                "Host: a, b\r\n",
                "Host: a:b\r\n",
                "Host: a:80:80\r\n",
                "Host: [::1\r\n",
                "Host: a:999999\r\n");
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void aRequestNamesOneHost(String host) throws IOException {
        for (String path : List.of("/ids", "/flakes", "/", "/workers", "/actuator/health")) {
            List<Http.Answer> answers = answers("GET " + path + " HTTP/1.1\r\n" + host + "\r\n" + SECOND);
            assertThat(answers).singleElement().satisfies(answer -> {
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.type()).isEqualTo(Problem.MEDIA_TYPE);
                assertThat(answer.body()).contains("The header Host ");
            });
        }
        if (host.isEmpty()) { // which an old client need not know
            assertThat(answers("GET /ids HTTP/1.0\r\n\r\n"))
                    .singleElement()
                    .extracting(Http.Answer::status)
                    .isEqualTo(200);
        }
    }
}

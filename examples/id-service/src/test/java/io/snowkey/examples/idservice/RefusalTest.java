// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.ObjectMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever a request says, what it gets is an answer or a problem, and nobody's log is filled. */
final class RefusalTest {

    private static final List<String> PATHS = List.of(
            "/ids",
            "/ids?count=3",
            "/lunique",
            "/dunique?target=a",
            "/flakes",
            "/ids/1",
            "/workers",
            "/statistics",
            "/openapi.yaml",
            "/",
            "/page.js",
            "/nosuch",
            "/actuator",
            "/actuator/health",
            "/actuator/health/liveness",
            "/actuator/health/nosuch",
            "/actuator/metrics/nosuch",
            "/actuator/prometheus",
            "/actuator/nosuch");

    /** Ends of paths that a parser of paths may stumble over. */
    private static final List<String> ODD_ENDS = List.of(
            "%2e%2e%2f",
            "..%2f",
            "%2E%2E/",
            "../",
            "./",
            "//",
            "%00",
            "%5c..%5c",
            "..;/",
            ";a=b",
            "%",
            "%zz",
            "%u0041",
            "|",
            "[",
            "]",
            "\"",
            "<>",
            "{}",
            "^",
            "`",
            "\u00e9",
            "%c3%28",
            "%ff",
            "*",
            "~",
            "@",
            ":",
            "#a",
            "?|",
            "?[]",
            "?a=%",
            "a".repeat(2_000));

    private static IdServiceNode node;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeAll
    static void start() {
        node = IdServiceNode.start("refusal");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @BeforeEach
    void listen() {
        log.start();
        root().addAppender(log);
    }

    @AfterEach
    void nothingWasLogged() {
        root().detachAppender(log);
        assertThat(log.list)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEmpty();
    }

    static Stream<String> headers() {
        return Stream.of(
                "Accept: " + "text/plain, ".repeat(50) + "a/b",
                "Accept: " + "a/b;q=0.1, ".repeat(200) + "a/b",
                "Accept: nonsense",
                "Accept: /",
                "Accept: */plain",
                "Accept: text/plain;q=2",
                "Accept: text/plain;q=x",
                "Accept: text/plain;",
                "Accept: ;",
                "Accept: ,",
                "Accept:",
                "Accept: text/plain\r\nAccept: nonsense",
                "Accept: \u00ff/\u00ff",
                "Accept: image/png",
                "Accept: text/plain;charset=nonsense",
                "Accept-Language: nonsense;;q=9,,,",
                "Accept-Encoding: ;q=x",
                "Accept-Charset: nonsense, ;",
                "Content-Type: nonsense",
                "Content-Type: /",
                "Cookie: =;;=\u00ff; a",
                "Range: bytes=9999999-",
                "Range: bytes=" + "0-1,".repeat(200) + "0-1",
                "Range: nonsense",
                "Range: bytes=5-2",
                "If-Modified-Since: nonsense",
                "If-None-Match: nonsense, W/, \"",
                "If-Match: \"x\"",
                "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT",
                "Origin: nonsense",
                "Origin: http://a:b:c",
                "Authorization: nonsense",
                "Expect: nonsense",
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13",
                "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: x",
                "Connection: nonsense, , close",
                "X-Forwarded-For: nonsense\r\nX-Forwarded-Port: x\r\nForwarded: for=;;;",
                "X-HTTP-Method-Override: DELETE");
    }

    /** On every path, also on those of others. */
    @ParameterizedTest
    @MethodSource("headers")
    void noHeaderIsAReasonToFail(String header) throws IOException {
        for (String path : PATHS) {
            Http.Answer answer = Http.once(node.port(), path, header);
            assertProblemOrAnswer(path + " " + header, answer);
        }
    }

    private static void assertProblemOrAnswer(String request, Http.Answer answer) {
        assertThat(answer.status()).as(request).isLessThan(500);
        if (answer.status() >= 400) {
            assertThat(answer.type()).as(request).isEqualTo(Problem.MEDIA_TYPE);
            assertThat(answer.body().length()).as(request).isBetween(1, 600);
            assertThat(new ObjectMapper().readTree(answer.body()).get("status").asInt())
                    .as(request)
                    .isEqualTo(answer.status());
        }
    }

    @Test
    void nonsenseInAcceptIsABadRequestEverywhere() throws IOException {
        for (String path : PATHS) {
            for (String accept : List.of("nonsense", "a/b,".repeat(50) + "a/b")) {
                assertThat(Http.once(node.port(), path, "Accept: " + accept).status())
                        .as(path)
                        .isEqualTo(400);
            }
            assertThat(Http.once(node.port(), path, "Accept: " + "*/*,".repeat(49) + "*/*")
                            .status())
                    .as(path)
                    .isNotEqualTo(400);
        }
    }

    @Test
    void noPathIsAReasonToFail() throws IOException {
        for (String path : List.of(
                "/",
                "/ids/",
                "/ids",
                "/workers/",
                "/actuator/",
                "/actuator/health/",
                "/actuator/metrics/",
                "/static/")) {
            for (String end : ODD_ENDS) {
                assertProblemOrAnswer(path + end, Http.once(node.port(), path + end));
            }
        }
    }

    @Test
    void noTargetOfARequestIsAReasonToFail() throws IOException {
        for (String uri :
                List.of("*", "http://localhost/ids", "http://localhost:x/ids", "localhost:80", "ids", "http:", "")) {
            for (String method : List.of("GET", "OPTIONS", "CONNECT", "TRACE", "HEAD", "PATCH", "NONSENSE")) {
                try (Http http = node.http()) {
                    http.send(Http.request(method + " " + uri + " HTTP/1.1"));
                    Http.Answer answer = http.read(!method.equals("HEAD"));
                    assertThat(answer.status()).as(method + " " + uri).isLessThan(500);
                }
            }
        }
    }

    @Test
    void everyMethodOfEveryPathIsAnsweredOrAProblem() throws IOException {
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "NONSENSE", "get")) {
            for (String path : PATHS) {
                try (Http http = node.http()) {
                    http.send(Http.request(method + " " + path + " HTTP/1.1", "Content-Length: 0"));
                    assertProblemOrAnswer(method + " " + path, http.read());
                }
            }
        }
    }

    @Test
    void whatABrowserHasToKnowIsInTheHeaders() throws IOException {
        for (String path : PATHS) {
            Http.Answer answer = Http.once(node.port(), path);
            assertThat(answer.headers()).as(path).containsEntry("x-content-type-options", "nosniff");
        }
        assertThat(Http.once(node.port(), "/")
                        .headers()
                        .get("content-security-policy")
                        .toLowerCase(Locale.ROOT))
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "*");
    }

    /** The address that refused requests are answered at is none for anybody else. */
    @Test
    void whatWasNotRefusedIsNotAnsweredAsIfItWere() throws IOException {
        assertThat(Http.once(node.port(), RequestRulesHandler.REFUSED).status()).isEqualTo(404);
        try (Http http = node.http()) {
            http.send(Http.request("GET " + RequestRulesHandler.REFUSED + " HTTP/1.1") + "nonsense\r\n\r\n");
            assertThat(List.of(http.read().status(), http.read().status())).isEqualTo(List.of(404, 400));
            assertThat(http.isEnded()).isTrue();
        }
    }
}

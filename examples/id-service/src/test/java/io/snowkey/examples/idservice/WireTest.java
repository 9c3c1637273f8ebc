// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What HTTP asks of a server: order, versions, and the ends of connections. */
final class WireTest {

    private static IdServiceNode node;

    @BeforeAll
    static void start() {
        node = IdServiceNode.start("wire");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static final List<String> PATHS = List.of(
            "/ids", "/workers", "/ids?count=2", "/ids?count=5000", "/ids", "/flakes", "/ids?count=0", "/ids?count=500");

    /** Some wait for others, and each of them may be behind each of the others. */
    @Test
    void answersComeInTheOrderOfTheRequests() throws IOException {
        for (int round = 0; round < 20; round++) {
            List<String> paths = new ArrayList<>(PATHS);
            Collections.shuffle(paths, new Random(round));
            StringBuilder requests = new StringBuilder();
            paths.forEach(path -> requests.append(Http.request("GET " + path + " HTTP/1.1")));
            try (Http http = node.http()) {
                http.send(requests.toString());
                for (String path : paths) {
                    assertThat(kind(http.read())).as("%s of %s", path, paths).isEqualTo(kindOf(path));
                }
            }
        }
    }

    private static String kindOf(String path) {
        return switch (path) {
            case "/ids" -> "1 line";
            case "/ids?count=2" -> "2 lines";
            case "/ids?count=500" -> "500 lines";
            case "/ids?count=5000" -> "5000 lines";
            case "/flakes" -> "flake";
            case "/workers" -> "json";
            default -> "problem";
        };
    }

    private static String kind(Http.Answer answer) {
        if (answer.type().equals("application/json")) {
            return "json";
        }
        if (answer.type().equals(Problem.MEDIA_TYPE)) {
            return "problem";
        }
        long lines = answer.body().lines().count();
        return answer.body().length() == 22 ? "flake" : lines + (lines == 1 ? " line" : " lines");
    }

    @Test
    void aThousandRequestsAtATimeAreAnsweredOnOneConnection() throws IOException {
        try (Http http = node.http()) {
            http.send(Http.request("GET /ids HTTP/1.1").repeat(1_000));
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                ids.add(http.read().body());
            }
            assertThat(ids).isSorted().doesNotHaveDuplicates();
        }
    }

    /**
     * As many as a read takes, once reads have grown to their largest, wait for one that takes its time. Netty ends the
     * connection of more than 128 unless it is told to wait for more.
     */
    @Test
    void soAreThousandsThatWaitForOneThatTakesItsTime() throws Exception {
        String few = "GET /ids HTTP/1.1\r\nHost:a\r\n\r\n".repeat(1_000);
        String many = Http.request("GET /ids?count=5000 HTTP/1.1");
        int rounds = 20;
        try (Http http = node.http()) {
            CompletableFuture<Http> sent = CompletableFuture.supplyAsync(() -> {
                try {
                    return http.send((few + many).repeat(rounds));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            for (int i = 0; i < rounds; i++) {
                for (int j = 0; j < 1_000; j++) {
                    assertThat(http.read().body()).matches("\\d{1,19}");
                }
                assertThat(http.read().ids()).hasSize(5_000);
            }
            sent.get();
        }
    }

    @Test
    void aConnectionIsKeptUnlessTheClientSaysOtherwise() throws IOException {
        try (Http http = node.http()) {
            assertThat(http.get("/ids").status()).isEqualTo(200);
            assertThat(http.get("/workers").status()).isEqualTo(200);
            assertThat(http.get("/ids").status()).isEqualTo(200);
            Http.Answer last = http.get("/ids", "Connection: close");
            assertThat(last.headers()).containsEntry("connection", "close");
            assertThat(http.isEnded()).isTrue();
        }
        try (Http http = node.http()) {
            assertThat(http.get("/ids?count=5000", "Connection: close").ids()).hasSize(5_000);
            assertThat(http.isEnded()).isTrue();
        }
    }

    @Test
    void anOldClientIsAnsweredItsWay() throws IOException {
        try (Http http = node.http()) {
            Http.Answer kept = http.send(Http.request("GET /ids HTTP/1.0", "Connection: keep-alive"))
                    .read();
            assertThat(kept.headers()).containsEntry("connection", "keep-alive").containsKey("content-length");
            Http.Answer last = http.send(Http.request("GET /ids HTTP/1.0")).read();
            assertThat(last.headers()).containsEntry("connection", "close");
            assertThat(http.isEnded()).isTrue();
        }
        try (Http http = node.http()) {
            for (int i = 0; i < 2; i++) {
                Http.Answer many = http.send(Http.request("GET /ids?count=5000 HTTP/1.0", "Connection: keep-alive"))
                        .read();
                assertThat(many.headers())
                        .doesNotContainKey("transfer-encoding")
                        .containsKey("content-length")
                        .containsEntry("connection", "keep-alive");
                assertThat(many.ids()).hasSize(5_000);
            }
        }
    }

    @Test
    void nothingIsAnsweredAfterTheLastAnswer() throws IOException {
        try (Http http = node.http()) {
            http.send(Http.request("GET /ids HTTP/1.1", "Connection: close") + Http.request("GET /ids HTTP/1.1"));
            assertThat(http.read().status()).isEqualTo(200);
            assertThat(http.isEnded()).isTrue();
        }
    }

    @Test
    void aRequestMayComeInPieces() throws IOException, InterruptedException {
        try (Http http = node.http()) {
            String request = Http.request("GET /ids?count=7 HTTP/1.1");
            for (int i = 0; i < request.length(); i++) {
                http.send(request.substring(i, i + 1));
            }
            assertThat(http.read().ids()).hasSize(7);
        }
    }

    @Test
    void aRequestWithABodyIsAnsweredAndItsBodyIsNoRequest() throws IOException {
        try (Http http = node.http()) {
            String body = Http.request("GET /ids?count=9 HTTP/1.1");
            http.send(Http.request("GET /ids?count=2 HTTP/1.1", "Content-Length: " + body.length()) + body);
            assertThat(http.read().ids()).hasSize(2);
            assertThat(http.get("/ids?count=3").ids()).hasSize(3);
        }
    }

    @Test
    void idsAreWrittenAsJavaWritesThem() {
        long[] ids = IntStream.range(0, 19)
                .mapToLong(i -> (long) Math.pow(10, i))
                .flatMap(power -> LongStream.of(power - 1, power, power + 1))
                .toArray();
        ids[0] = Long.MAX_VALUE;
        StringBuilder lines = new StringBuilder();
        for (long id : ids) {
            lines.append(id).append('\n');
        }

        assertThat(IdFormatter.part(ids, 0, ids.length, false)).asString().isEqualTo(lines.toString());
        assertThat(text(IdFormatter.part(ids, 0, 5, true)) + text(IdFormatter.part(ids, 5, ids.length, true)))
                .isEqualTo("{\"ids\":[\"" + lines.toString().strip().replace("\n", "\",\"") + "\"]}");
        for (long id : ids) {
            assertThat(IdFormatter.one(id, false)).asString().isEqualTo(Long.toString(id));
        }
    }

    private static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.US_ASCII);
    }
}

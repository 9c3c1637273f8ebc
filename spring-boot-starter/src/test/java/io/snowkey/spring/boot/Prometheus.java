// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** A real Prometheus server, which Debian has in the package {@code prometheus}, at a port of its own choice. */
final class Prometheus implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("msg=\"Listening on\" address=127\\.0\\.0\\.1:(\\d+)");

    private final Process server;
    private final int port;

    /**
     * Starts one.
     *
     * @param directory where it keeps everything
     * @param openMetrics what it knows from the beginning, with timestamps
     * @param rules a file of rules, which it evaluates every second
     */
    Prometheus(Path directory, String openMetrics, Path rules) throws IOException, InterruptedException {
        Path samples = Files.writeString(directory.resolve("samples.txt"), openMetrics);
        Path data = directory.resolve("data");
        Process import_ = new ProcessBuilder(
                        "promtool", "tsdb", "create-blocks-from", "openmetrics", samples.toString(), data.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(import_.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(import_.waitFor()).as(output).isZero();
        Path config = Files.writeString(
                directory.resolve("prometheus.yml"),
                "global: {evaluation_interval: 1s}\nrule_files: ['" + rules.toAbsolutePath() + "']\n");
        Path log = directory.resolve("log.txt");
        server = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + data,
                        "--web.listen-address=127.0.0.1:0")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            port = Patience.await().until(() -> port(Files.readString(log)), found -> found > 0 || !server.isAlive());
            assertThat(server.isAlive()).as(Files.readString(log)).isTrue();
            Patience.await().until(() -> get("/-/ready").statusCode() == 200);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    static boolean isThere() {
        return Stream.of("prometheus", "promtool")
                .allMatch(program -> Stream.of(System.getenv("PATH").split(":", -1))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program))));
    }

    private static int port(String log) {
        Matcher line = LISTENING.matcher(log);
        return line.find() ? Integer.parseInt(line.group(1)) : 0;
    }

    /** What a query says, as the API has it below {@code data}. */
    JsonNode query(String path, Map<String, String> parameters) throws IOException, InterruptedException {
        String query = parameters.entrySet().stream()
                .map(parameter ->
                        parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        JsonNode answer =
                new ObjectMapper().readTree(get("/api/v1/" + path + "?" + query).body());
        assertThat(answer.path("status").asString()).as("%s: %s", query, answer).isEqualTo("success");
        return answer.get("data");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        BodyHandlers.ofString());
    }

    @Override
    public void close() {
        server.destroy();
        try {
            if (!server.waitFor(30, TimeUnit.SECONDS)) {
                server.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            server.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

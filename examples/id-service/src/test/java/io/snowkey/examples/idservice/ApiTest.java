// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.snowkey.Flake;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.TextForm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.snowkey.examples.idservice.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

/** What the service answers, over real connections. */
final class ApiTest {

    private static IdServiceNode node;

    @BeforeAll
    static void start() {
        node = IdServiceNode.start("api");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Http.Answer get(String path, String... headers) throws IOException {
        return Http.once(node.port(), path, headers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ids", "/lunique", "/dunique", "/dunique?target=a", "/dunique?target=random"})
    void oneIdIsPlainTextWithNothingAroundIt(String path) throws IOException {
        Http.Answer answer = get(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.type()).isEqualTo("text/plain");
        assertThat(answer.headers()).containsEntry("cache-control", "no-store");
        assertThat(SnowflakeLayout.DEFAULT.decode(Long.parseLong(answer.body())).workerId())
                .isEqualTo(node.bean(SnowflakeGenerator.class).workerId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ids", "/lunique", "/dunique", "/dunique?target=a", "/dunique?target=random"})
    void oneIdIsAStringInJson(String path) throws IOException {
        Http.Answer answer = get(path, "Accept: application/json");

        assertThat(answer.type()).isEqualTo("application/json");
        assertThat(answer.body()).matches("\\{\"id\":\"\\d{18,19}\"}");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100, 101, 1_000, 1_001, 2_500, 10_000})
    void asManyAsAskedForAreDifferentAndGrow(int count) throws IOException {
        Http.Answer answer = get("/ids?count=" + count);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).endsWith("\n");
        assertThat(answer.ids()).hasSize(count).isSorted().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 1_000, 1_001, 10_000})
    void asManyAsAskedForInJson(int count) throws IOException {
        Http.Answer answer = get("/ids?count=" + count, "Accept: application/json");

        List<String> ids = Pattern.compile("\"(\\d+)\"")
                .matcher(answer.body())
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(ids).hasSize(count).doesNotHaveDuplicates();
        assertThat(answer.body()).isEqualTo("{\"ids\":[" + String.join(",", ids) + "]}");
    }

    @Test
    void whatIsPreferredIsSent() throws IOException {
        assertThat(get("/ids", "Accept: text/html,*/*;q=0.8").type()).isEqualTo("text/plain");
        assertThat(get("/ids", "Accept: application/*").type()).isEqualTo("application/json");
        assertThat(get("/ids", "Accept: text/plain;q=0.5, application/json").type())
                .isEqualTo("application/json");
        assertThat(get("/ids", "Accept: application/json;q=0.5, text/*").type()).isEqualTo("text/plain");
    }

    @Test
    void anIdIsTakenApartInEachOfItsForms() throws IOException {
        long id = Long.parseLong(get("/ids").body());
        String decoded = get("/ids/" + id).body();

        assertThat(decoded)
                .contains("\"id\":\"" + id + "\"")
                .contains("\"instant\":\"" + SnowflakeLayout.DEFAULT.decode(id).instant() + "\"")
                .contains("\"workerId\":" + SnowflakeLayout.DEFAULT.decode(id).workerId());
        for (TextForm form : TextForm.values()) {
            assertThat(get("/ids/" + form.format(id)).body()).isEqualTo(decoded);
        }
    }

    @Test
    void digitsThatAreAnIdInTwoFormsAreReadAsTheOneThatIsNamed() throws IOException {
        assertThat(get("/ids/12345678901").body()).contains("\"id\":\"12345678901\"");
        assertThat(get("/ids/12345678901?form=base62").body())
                .contains("\"id\":\"" + TextForm.BASE62.parse("12345678901") + "\"");
        assertThat(get("/ids/1234567890123?form=base32").body())
                .contains("\"id\":\"" + TextForm.BASE32.parse("1234567890123") + "\"");
    }

    @Test
    void anIdOfTheGoServiceIsTakenApart() throws IOException {
        String decoded = get("/ids/0192F3C4A5B600000A1B2C3D4E5F01FF").body();

        assertThat(decoded)
                .isEqualTo("{\"flakeid\":\"0192f3c4a5b600000a1b2c3d4e5f01ff\",\"instant\":\""
                        + Instant.ofEpochMilli(0x0192F3C4A5B6L)
                        + "\",\"hardwareAddress\":\"0a:1b:2c:3d:4e:5f\",\"sequence\":511}");
        assertThat(get("/ids/0192f3c4a5b600000a1b2c3d4e5f01ff?form=flakeid").body())
                .isEqualTo(decoded);
    }

    @Test
    void flakesAreOf128BitsAndGrow() throws IOException {
        List<Flake> flakes =
                get("/flakes?count=5000").body().lines().map(Flake::parse).toList();

        assertThat(flakes).hasSize(5_000).isSorted().doesNotHaveDuplicates();
        assertThat(get("/flakes").body()).hasSize(22);
        assertThat(get("/flakes?form=uuid").body()).hasSize(36);
        assertThat(get("/flakes?count=2", "Accept: application/json").body())
                .matches("\\{\"flakes\":\\[\"\\w{22}\",\"\\w{22}\"]}");
    }

    @Test
    void idsAndFlakesTakeNoPointTwice() throws IOException {
        HashSet<String> points = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            get("/ids?count=50").ids().stream()
                    .map(SnowflakeLayout.DEFAULT::decode)
                    .forEach(id -> assertThat(points.add(id.instant() + "/" + id.sequence()))
                            .isTrue());
            get("/flakes?count=50").body().lines().map(Flake::parse).forEach(flake -> assertThat(
                            points.add(flake.instant() + "/" + flake.sequence()))
                    .isTrue());
        }
    }

    @Test
    void lookingIssuesNothing() throws IOException {
        SnowflakeGenerator generator = node.bean(SnowflakeGenerator.class);
        get("/ids");
        long issued = generator.statistics().issued();
        for (String path : List.of(
                "/actuator/health",
                "/actuator/health/liveness",
                "/actuator/health/readiness",
                "/actuator/metrics/snowkey.ids.issued",
                "/actuator/prometheus",
                "/actuator/snowkey",
                "/workers",
                "/statistics",
                "/openapi.yaml",
                "/ids/1")) {
            assertThat(get(path).status()).as(path).isEqualTo(200);
        }
        try (Http http = node.http()) {
            for (String path : List.of("/ids", "/ids?count=5000", "/lunique", "/flakes", "/dunique?target=a")) {
                http.send(Http.request("HEAD " + path + " HTTP/1.1"));
                assertThat(http.read(false).status()).as(path).isEqualTo(200);
            }
        }

        assertThat(generator.statistics().issued()).isEqualTo(issued);

        // And it would have been seen:
        get("/ids");
        assertThat(generator.statistics().issued()).isEqualTo(issued + 1);
    }

    @Test
    void metersCountTheRequests() throws IOException {
        double before = requests();
        get("/ids");
        get("/ids?count=3");

        assertThat(requests() - before).isEqualTo(2);
        assertThat(get("/statistics").body()).contains("\"latencyMicros\":{\"p50\":");
    }

    private static double requests() throws IOException {
        return get("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith("id_service_requests_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Test
    void theWorkersOfTheNamespaceAreShown() throws IOException {
        long workerId = node.bean(SnowflakeGenerator.class).workerId();

        // The table may have been read for the first time before this node was in it.
        await().untilAsserted(() -> assertThat(get("/workers").body())
                .contains("\"namespace\":\"default\"", "\"workerId\":" + workerId + ",\"workers\":[")
                .contains(
                        "\"workerId\":" + workerId + ",\"state\":\"ACTIVE\",\"instance\":\"localhost:" + node.port()));
    }
}

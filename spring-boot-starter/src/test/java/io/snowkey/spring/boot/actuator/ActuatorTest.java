// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.actuator;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.TextForm;
import io.snowkey.registry.TestDatabase;
import io.snowkey.spring.boot.Contexts;
import io.snowkey.spring.boot.Registry;
import io.snowkey.spring.boot.book.Book;
import io.snowkey.spring.boot.book.BookApplication;
import io.snowkey.spring.boot.book.Books;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What operations see over HTTP: a whole application with actuator, Prometheus and PostgreSQL. */
class ActuatorTest {

    private final TestDatabase database = TestDatabase.postgres();
    private ConfigurableApplicationContext context;
    private long key;

    @BeforeEach
    void start() {
        context = new SpringApplicationBuilder(BookApplication.class)
                .properties(Contexts.on(database))
                .properties(
                        "server.port=0",
                        "spring.jpa.hibernate.ddl-auto=create",
                        "snowkey.registry.initialize-schema=always",
                        "management.endpoints.web.exposure.include=*",
                        "management.endpoint.health.show-details=always",
                        "management.endpoint.health.probes.enabled=true", // as it is by default on Spring Boot 4
                        "management.endpoint.health.group.readiness.include=readinessState,snowkey")
                .run();
        key = context.getBean(Books.class).save(new Book("Ulysses")).id();
    }

    @AfterEach
    void stop() {
        context.close();
    }

    @Test
    void prometheusScrapesTheMeters() throws Exception {
        String scrape = get("/actuator/prometheus").body();
        assertThat(scrape)
                .contains("snowkey_ids_issued_total{namespace=\"default\"} 1.0")
                .contains("snowkey_waits_total{cause=\"tick\",namespace=\"default\"}")
                .contains("snowkey_waits_total{cause=\"clock\",namespace=\"default\"}")
                .contains("snowkey_ids_refused_total{namespace=\"default\",reason=\"clock-behind\"} 0.0")
                .contains("snowkey_clock_backward_steps_total{namespace=\"default\"} 0.0")
                .contains("snowkey_clock_backward_max_seconds{namespace=\"default\"} 0.0")
                .contains("snowkey_ids_refusing{namespace=\"default\"} 0.0")
                .contains("snowkey_lease_failing{namespace=\"default\"} 0.0")
                .contains("snowkey_lease_acquisition_seconds_count{namespace=\"default\",outcome=\"success\"} 1")
                .contains("snowkey_lease_acquisition_seconds_count{namespace=\"default\",outcome=\"failure\"} 0")
                .contains("snowkey_lease_heartbeat_seconds_count{namespace=\"default\",outcome=\"success\"}")
                .contains("snowkey_lease_heartbeat_seconds_count{namespace=\"default\",outcome=\"failure\"} 0")
                .contains("snowkey_lease_losses_total{namespace=\"default\"} 0.0")
                .contains("snowkey_clock_skew_seconds")
                .contains("snowkey_worker_id{namespace=\"default\"} "
                        + (double) Registry.in(database).workerId());
        assertThat(value(scrape, "snowkey_claim_left_seconds")).isBetween(1.0, 600.0);
        assertThat(value(scrape, "snowkey_layout_left_seconds")).isGreaterThan(60 * 365.0 * 86_400);
    }

    @Test
    void healthIsUpWhileIdsCanBeIssued() throws Exception {
        JsonNode snowkey = json("/actuator/health").at("/components/snowkey");
        assertThat(snowkey.get("status").asString()).isEqualTo("UP");
        assertThat(snowkey.at("/details/workerId").asLong())
                .isEqualTo(Registry.in(database).workerId());
        assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
    }

    @Test
    void theEndpointShowsTheLeaseAndAllWorkers() throws Exception {
        JsonNode overview = json("/actuator/snowkey");
        assertThat(overview.at("/lease/workerId").asLong())
                .isEqualTo(Registry.in(database).workerId());
        assertThat(overview.at("/lease/issuing").asBoolean()).isTrue();
        assertThat(overview.at("/workers")).hasSize(1);
        assertThat(overview.at("/workers/0/state").asString()).isEqualTo("ACTIVE");
        assertThat(overview.at("/issued").asLong()).isEqualTo(1);
        assertThat(overview.at("/layout/maxWorkerId").asLong()).isEqualTo(1023);
    }

    @Test
    void theEndpointDecodesAnIdInEachTextForm() throws Exception {
        for (String text : new String[] {
            Long.toString(key), TextForm.DECIMAL.format(key), TextForm.BASE32.format(key), TextForm.BASE62.format(key)
        }) {
            JsonNode id = json("/actuator/snowkey/" + text);
            assertThat(id.get("id").asString()).isEqualTo(Long.toString(key));
            assertThat(id.get("workerId").asLong())
                    .isEqualTo(Registry.in(database).workerId());
        }
    }

    /** Told by their length: what consists of digits alone is no decimal number for that. */
    @Test
    void theEndpointReadsATextFormOfDigitsAlone() throws Exception {
        long base32 = 1L << 60 | 7;
        assertThat(TextForm.BASE32.format(base32)).isEqualTo("1000000000007");
        assertThat(json("/actuator/snowkey/1000000000007").get("id").asString()).isEqualTo(Long.toString(base32));
        assertThat(json("/actuator/snowkey/00000000012").get("id").asString()).isEqualTo("64");
        assertThat(json("/actuator/snowkey/12").get("id").asString()).isEqualTo("12");
        assertThat(json("/actuator/snowkey/0000001000000000007").get("id").asString())
                .isEqualTo("1000000000007");
    }

    @Test
    void theEndpointShowsTheOwnLeaseWithoutTheDatabaseToo() throws Exception {
        long workerId = Registry.in(database).workerId();
        context.getBean(HikariDataSource.class).close();
        JsonNode overview = json("/actuator/snowkey");
        assertThat(overview.at("/lease/workerId").asLong()).isEqualTo(workerId);
        assertThat(overview.at("/workers")).isEmpty();
        assertThat(overview.at("/workersTrouble").asString()).contains("The database of the registry failed");
    }

    @Test
    void theEndpointListsABoundedNumberOfWorkersAndCountsThemAll() throws Exception {
        Registry.in(database)
                .jdbc()
                .execute(
                        "insert into snowkey_worker select w.namespace, n.id, w.generation, w.holder, w.instance, w.host,"
                                + " w.pid, w.application, w.acquired_at_ms, w.heartbeat_at_ms, w.expires_at_ms, w.reserved_until_ms,"
                                + " w.issued, w.clock_skew_ms from snowkey_worker w, generate_series(1100, 3600) n(id)");
        JsonNode overview = json("/actuator/snowkey");
        assertThat(overview.at("/workers")).hasSize(SnowkeyEndpoint.MOST_WORKERS);
        assertThat(overview.at("/workerStates/ACTIVE").asLong()).isEqualTo(2502);
    }

    @Test
    void theEndpointRefusesWhatIsNoId() throws Exception {
        assertThat(get("/actuator/snowkey/U-boat").statusCode()).isEqualTo(400);
        assertThat(get("/actuator/snowkey/99999999999999999999").statusCode()).isEqualTo(400);
    }

    @Test
    void readingOverHttpConsumesNoId() throws Exception {
        long before = Registry.in(database).generation();
        for (String path : new String[] {
            "/actuator/snowkey",
            "/actuator/snowkey/" + key,
            "/actuator/health",
            "/actuator/prometheus",
            "/actuator/metrics/snowkey.ids.issued"
        }) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(200);
        }
        assertThat(context.getBean(SnowflakeGenerator.class).statistics().issued())
                .isEqualTo(1);
        assertThat(Registry.in(database).generation()).isEqualTo(before);
    }

    @Test
    void readingConsumesNoIdAndAcquiresNothing() throws Exception {
        context.stop(); // the lease is given back, but beans are there
        SnowkeyEndpoint endpoint = context.getBean(SnowkeyEndpoint.class);
        assertThat(endpoint.overview().lease()).isNull();
        context.getBean(MeterRegistry.class).getMeters().forEach(meter -> meter.measure()
                .forEach(measurement -> measurement.getValue()));
        assertThat(LeaseHealth.of(context.getBean(LeaseStates.class).all()).status())
                .isEqualTo("UNKNOWN");
        assertThat(Registry.in(database).isHeld()).isFalse();
        assertThat(context.getBean(SnowflakeGenerator.class).statistics().issued())
                .isEqualTo(1);
    }

    private static double value(String scrape, String meter) {
        return scrape.lines()
                .filter(line -> line.startsWith(meter + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode json(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new ObjectMapper().readTree(response.body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        int port = Contexts.port(context);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                .build(),
                        BodyHandlers.ofString());
    }
}

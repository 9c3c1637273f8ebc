// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.actuator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Callable;

import io.micrometer.core.instrument.MeterRegistry;
import io.snowkey.IdRefusedException;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.registry.TestDatabase;
import io.snowkey.spring.boot.Cable;
import io.snowkey.spring.boot.Contexts;
import io.snowkey.spring.boot.Patience;
import io.snowkey.spring.boot.Registry;
import io.snowkey.spring.boot.book.Book;
import io.snowkey.spring.boot.book.BookApplication;
import io.snowkey.spring.boot.book.Books;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A real outage of the database, longer than what is reserved, as a load balancer sees it. */
class ReadinessTest {

    /** It is a member of its own accord since Spring Boot 4; before, a property says so. */
    private static final String[] MEMBERS =
            ClassUtils.isPresent("org.springframework.boot.health.contributor.HealthIndicator", null)
                    ? new String[0]
                    : new String[] {"management.endpoint.health.group.readiness.include=readinessState,snowkey"};

    private final TestDatabase database = TestDatabase.postgres().withSchema();

    @Test
    void goesDownWithAnOutageAndComesBackByItself() throws Exception {
        try (Cable cable = new Cable(database);
                ConfigurableApplicationContext context = start(cable, MEMBERS)) {
            SnowflakeGenerator ids = context.getBean(SnowflakeGenerator.class);
            until(() -> readiness(context) == 200); // a slow machine may be late with a heartbeat, now and later
            long workerId = ids.workerId();

            cable.pullOut();
            until(() -> readiness(context) == 503);
            assertThatExceptionOfType(IdRefusedException.class)
                    .isThrownBy(ids::nextId)
                    .extracting(IdRefusedException::reason)
                    .isEqualTo(IdRefusedException.Reason.CLAIM_ENDED);
            assertThat(status(context, "/actuator/health/liveness")).isEqualTo(200);
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            until(() -> meters.get("snowkey.lease.failing").gauge().value() == 1);
            assertThat(meters.get("snowkey.claim.left").timeGauge().value()).isZero();
            until(() -> meters.get("snowkey.lease.heartbeat")
                            .tag("outcome", "failure")
                            .timer()
                            .count()
                    > 0);

            cable.putBackIn();
            until(() -> readiness(context) == 200);
            until(() -> ids.nextId() > 0);
            assertThat(ids.workerId()).isEqualTo(workerId);
            until(() -> context.getBean(Books.class).save(new Book("After")).id() != null);
        }
        assertThat(Registry.in(database).isHeld()).isFalse();
    }

    /** The counter-example, and the last word of the application: readiness of which ids are no part stays up. */
    @ParameterizedTest
    @ValueSource(strings = {"include=readinessState", "exclude=snowkey,db"})
    void staysUpWhereTheApplicationLeavesIdsOutOfIt(String members) throws Exception {
        try (Cable cable = new Cable(database);
                ConfigurableApplicationContext context =
                        start(cable, "management.endpoint.health.group.readiness." + members)) {
            cable.pullOut();
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            until(() -> meters.get("snowkey.claim.left").timeGauge().value() == 0);
            assertThat(readiness(context)).isEqualTo(200);
        }
    }

    /** For load balancers that look at the port of the application: what Spring Boot says of the group stays as it is. */
    @Test
    void isAtItsAdditionalPathToo() throws Exception {
        try (Cable cable = new Cable(database);
                ConfigurableApplicationContext context = start(
                        cable,
                        "management.server.port=0",
                        "management.endpoint.health.probes.add-additional-paths=true")) {
            until(() -> status(context, "/readyz") != 503);
            assertThat(status(context, "/readyz"))
                    .isIn(200, 503); // of the group, and not the 404 of a path that is not there
        }
    }

    private static ConfigurableApplicationContext start(Cable cable, String... more) {
        return new SpringApplicationBuilder(BookApplication.class)
                .properties(Contexts.on(cable.database()))
                .properties(
                        "server.port=0",
                        "management.endpoint.health.probes.enabled=true", // as it is by default on Spring Boot 4
                        "spring.threads.virtual.enabled=true",
                        "spring.jpa.hibernate.ddl-auto=create",
                        "spring.datasource.hikari.connection-timeout=2000",
                        "spring.datasource.hikari.minimum-idle=0",
                        "snowkey.registry.heartbeat=2s",
                        "snowkey.registry.ttl=30s",
                        "snowkey.registry.reservation=5s")
                .properties(more)
                .run();
    }

    private static int readiness(ConfigurableApplicationContext context) throws IOException, InterruptedException {
        return status(context, "/actuator/health/readiness");
    }

    private static int status(ConfigurableApplicationContext context, String path)
            throws IOException, InterruptedException {
        String port = context.getEnvironment().getProperty("local.server.port");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private static void until(Callable<Boolean> condition) {
        Patience.await().ignoreExceptions().until(condition);
    }
}

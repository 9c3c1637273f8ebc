// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.registry.JdbcWorkerRegistry;
import io.snowkey.registry.TestDatabase;
import io.snowkey.spring.boot.book.BookApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** What a person reads when the application does not start: what is wrong, and what to do. */
@ExtendWith(OutputCaptureExtension.class)
@Isolated("reads what the whole process prints")
class StartFailureTest {

    private final TestDatabase database = TestDatabase.h2();

    @Configuration(proxyBeanMethods = false)
    @Import(Line.DataSources.class)
    @ImportAutoConfiguration(SnowkeyAutoConfiguration.class)
    static class JdbcApplication {}

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(SnowkeyAutoConfiguration.class)
    static class BareApplication {}

    @Test
    void saysThatTheTablesAreMissing(CapturedOutput output) {
        fail(JdbcApplication.class, "snowkey.registry.initialize-schema=never");
        assertThat(output)
                .contains("The tables snowkey_namespace, snowkey_worker and snowkey_holder are not there")
                .contains("Set snowkey.registry.initialize-schema=always");
    }

    @Test
    void saysThatTheDatabaseCannotBeReached(CapturedOutput output) {
        fail(
                JdbcApplication.class,
                "spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none",
                "spring.datasource.hikari.connection-timeout=250");
        assertThat(output)
                .contains("The database of the registry failed")
                .contains("Check that the database of the DataSource is running and can be reached.");
    }

    @Test
    void saysThatTheTablesCouldNotBeCreated(CapturedOutput output) {
        fail(
                JdbcApplication.class,
                "spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none",
                "spring.datasource.hikari.connection-timeout=250",
                "snowkey.registry.initialize-schema=always");
        assertThat(output)
                .contains("The tables of the worker id registry, or its functions for SQL, could not be created.")
                .contains("127.0.0.1:1 refused")
                .contains("snowkey.registry.initialize-schema=never");
    }

    @Configuration(proxyBeanMethods = false)
    static class UnknownDatabase {
        @Bean
        DataSource dataSource() {
            return (DataSource) calledGrue(DataSource.class, TestDatabase.h2().pool(1));
        }

        /** A proxy of a part of JDBC that gives such proxies, and says that the database is one called Grue. */
        private static Object calledGrue(Class<?> type, Object target) {
            return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                if (method.getName().equals("getDatabaseProductName")) {
                    return "Grue";
                }
                Object answer = method.invoke(target, arguments);
                return answer instanceof Connection || answer instanceof DatabaseMetaData
                        ? calledGrue(method.getReturnType(), answer)
                        : answer;
            });
        }
    }

    @Test
    void saysThatTheDatabaseIsNotSupported(CapturedOutput output) {
        fail(new Class<?>[] {BareApplication.class, UnknownDatabase.class});
        assertThat(output)
                .contains("There is no dialect for the database 'Grue'")
                .contains("Put @SnowkeyDataSource on the DataSource bean of a supported database");
    }

    @Test
    void showsTheTwoLayoutsThatDiffer(CapturedOutput output) {
        database.withSchema();
        try (JdbcWorkerRegistry founder =
                JdbcWorkerRegistry.builder(database.pool(2)).build()) {
            founder.acquire().close();
        }
        fail(JdbcApplication.class, "snowkey.bits.worker=8");
        assertThat(output)
                .contains("namespace: timestamp 41 | worker 10 | sequence 12")
                .contains("this side: timestamp 41 | worker 8 | sequence 12")
                .contains(
                        "Set snowkey.epoch, snowkey.tick and snowkey.bits.*, or snowkey.preset, to the layout of the");
    }

    @Test
    void saysThatNoWorkerIdIsFree(CapturedOutput output) {
        database.withSchema();
        try (JdbcWorkerRegistry other =
                JdbcWorkerRegistry.builder(database.pool(2)).workerIds(7, 7).build()) {
            other.acquire();
            fail(JdbcApplication.class, "snowkey.worker-ids=7");
        }
        assertThat(output)
                .contains("worker id 7, the only one in the range, is held")
                .contains("Look at the view snowkey_worker_status");
    }

    @Configuration(proxyBeanMethods = false)
    static class FastClock {
        @Bean
        JdbcWorkerRegistry registry(DataSource dataSource) {
            return JdbcWorkerRegistry.builder(dataSource)
                    .clock(InstantSource.offset(InstantSource.system(), Duration.ofMinutes(1)))
                    .build();
        }
    }

    @Test
    void saysThatTheClocksDiffer(CapturedOutput output) {
        database.withSchema();
        fail(new Class<?>[] {JdbcApplication.class, FastClock.class});
        assertThat(output)
                .contains(" ahead of the clock of the database, which is more than maxClockSkew, 10 s")
                .contains("Synchronise both clocks (NTP)");
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoDataSources {
        @Bean
        DataSource first() {
            return TestDatabase.h2().pool(1);
        }

        @Bean
        DataSource second() {
            return TestDatabase.h2().pool(1);
        }
    }

    @Test
    void saysThatItCannotChooseBetweenDataSources(CapturedOutput output) {
        fail(new Class<?>[] {BareApplication.class, TwoDataSources.class});
        assertThat(output)
                .contains("There are several DataSource beans, none of them is primary")
                .contains("Put @SnowkeyDataSource on the bean");
    }

    @Test
    void namesThePropertyThatDoesNotFit(CapturedOutput output) {
        fail(JdbcApplication.class, "snowkey.registry.ttl=5s");
        assertThat(output)
                .contains("snowkey.registry.ttl 5 s: must be longer than the heartbeat, 10 s")
                .contains("Change the property to a value that fits.");
    }

    @Test
    void namesThePropertiesThatContradictEachOther(CapturedOutput output) {
        fail(BareApplication.class, "snowkey.worker-id=1", "snowkey.worker-ids=0-9");
        assertThat(output)
                .doesNotContain("Failed to bind properties") // what Spring Boot says of the exception around it
                .contains("a fixed worker id is not leased from a range")
                .contains("Remove snowkey.worker-ids to use the fixed worker id");
    }

    @Test
    void namesTheValuesThatAPropertyMayHave(CapturedOutput output) {
        fail(BareApplication.class, "snowkey.worker-id=1", "snowkey.preset=mastodon");
        assertThat(output)
                .contains("Property: snowkey.preset")
                .contains("mastodon")
                .contains("SONYFLAKE");
    }

    @Test
    void saysThatTwoToolsWouldCreateTheTables(CapturedOutput output) {
        fail(JdbcApplication.class, "snowkey.registry.flyway=true", "snowkey.registry.liquibase=true");
        assertThat(output)
                .contains("snowkey.registry.flyway is set, and so is snowkey.registry.liquibase")
                .contains("Remove one of them.");
    }

    @Test
    void saysWhatARangeOfWorkerIdsLooksLike(CapturedOutput output) {
        fail(JdbcApplication.class, "snowkey.worker-ids=a lot");
        assertThat(output)
                .contains("Property: snowkey.worker-ids")
                .contains("must be the first and the last worker id, such as 0-511");
    }

    /** Which was 2,025 milliseconds after 1970. */
    @Test
    void refusesABareNumberAsEpoch(CapturedOutput output) {
        fail(BareApplication.class, "snowkey.worker-id=1", "snowkey.epoch=2025");
        assertThat(output)
                .contains("snowkey.epoch '2025': must be a time with its zone, such as 2025-01-01T00:00:00Z")
                .contains("Change the property to such a time");
    }

    @Test
    void namesThePlatformsThereAre(CapturedOutput output) {
        fail(JdbcApplication.class, "snowkey.registry.platform=postgres");
        assertThat(output)
                .contains(
                        "snowkey.registry.platform 'postgres': must be one of h2, hsqldb, mariadb, mysql, postgresql and sqlite")
                .contains("Change the property to one of these");
    }

    /** The database answers: it is not down, and nobody should look for that. */
    @Test
    void saysThatPermissionIsDenied(CapturedOutput output) {
        database.withSchema();
        try (HikariDataSource owner = database.pool(1)) {
            TestDatabase.execute(owner, "create user reader password 'secret'");
            TestDatabase.execute(owner, "grant select on schema public to reader");
        }
        fail(
                JdbcApplication.class,
                "spring.datasource.url=" + database.url().replace(";DB_CLOSE_DELAY=-1", ""), // an owner's setting
                "spring.datasource.username=reader",
                "spring.datasource.password=secret",
                "snowkey.registry.initialize-schema=never");
        assertThat(output)
                .contains("Grant it SELECT and INSERT on snowkey_namespace")
                .contains("Grant these rights")
                .doesNotContain("Check that the database of the DataSource is running");
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoGenerators {
        @Bean
        SnowflakeGenerator orderIds() {
            return SnowflakeGenerator.builder().workerId(1).build();
        }

        @Bean
        SnowflakeGenerator invoiceIds() {
            return SnowflakeGenerator.builder().workerId(2).build();
        }
    }

    @Test
    void namesTheGeneratorsAmongWhichAUnitCannotChoose(CapturedOutput output) {
        fail(new Class<?>[] {BookApplication.class, TwoGenerators.class});
        assertThat(output)
                .contains("Snowflake key io.snowkey.spring.boot.book.Book")
                .contains("There are several SnowflakeGenerator beans: orderIds, invoiceIds.")
                .contains("Put @Primary on the one");
    }

    private void fail(Class<?> application, String... properties) {
        fail(new Class<?>[] {application}, properties);
    }

    private void fail(Class<?>[] application, String... properties) {
        List<String> arguments = new ArrayList<>();
        for (String property : Contexts.on(database)) {
            arguments.add("--" + property);
        }
        for (String property : properties) {
            arguments.removeIf(
                    argument -> argument.startsWith("--" + property.substring(0, property.indexOf('=') + 1)));
            arguments.add("--" + property);
        }
        assertThatException().isThrownBy(() -> new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .run(arguments.toArray(String[]::new))
                .close());
    }
}

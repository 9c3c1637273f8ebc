// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.Map;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.registry.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code snowkey.registry.functions=true}: the functions for SQL come with the tables, whoever creates these. */
@RunsLiquibase
abstract class FunctionsContract {

    private TestDatabase database;
    private ApplicationContextRunner contexts;

    abstract TestDatabase newDatabase();

    /** The statement that starts the SQL writer of the namespace {@code default}. */
    abstract String start();

    @BeforeEach
    void createDatabase() {
        database = newDatabase();
        contexts = Contexts.jdbc().withPropertyValues(Contexts.on(database));
    }

    @ParameterizedTest
    @ValueSource(strings = {"initialize-schema=always", "flyway=true", "liquibase=true"})
    void areThereBesideTheTables(String creator) {
        ApplicationContextRunner asked =
                contexts.withPropertyValues("snowkey.registry." + creator, "snowkey.registry.functions=true");
        asked.run(context -> {
            assertThat(context).hasNotFailed();
            JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
            long worker = ((Number) value(jdbc.queryForMap(start()))).longValue();
            long ofAJvm = context.getBean(SnowflakeGenerator.class).nextId();
            Long ofSql = jdbc.queryForObject("select snowkey_next_id('default')", Long.class);
            assertThat(ofSql).isNotEqualTo(ofAJvm);
            assertThat(SnowflakeLayout.DEFAULT.decode(ofSql).workerId()).isEqualTo(worker);
        });
        asked.run(context -> assertThat(context).hasNotFailed());
        // Another application on these tables, which has not set the property.
        contexts.withPropertyValues("snowkey.registry." + creator)
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(Registry.in(database).jdbc().queryForObject("select snowkey_next_id('default')", Long.class))
                .isPositive();
    }

    private static Object value(Map<String, Object> row) {
        return row.values().iterator().next();
    }

    @Test
    void areNotInstalledUnlessAskedFor() {
        contexts.withPropertyValues("snowkey.registry.initialize-schema=always").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(installed()).isZero();
        });
    }

    private long installed() {
        return Registry.in(database)
                .jdbc()
                .queryForObject(
                        "select count(*) from information_schema.routines where lower(routine_name) = 'snowkey_next_id'",
                        Long.class);
    }

    /** So that an older process does not put older functions back, and nothing waits for transactions that use them. */
    @Test
    void areLeftAloneByTheScriptWhereTheyAreThere() {
        ApplicationContextRunner asked = contexts.withPropertyValues(
                "snowkey.registry.initialize-schema=always", "snowkey.registry.functions=true");
        asked.run(context -> assertThat(context).hasNotFailed());
        dropNextId(Registry.in(database).jdbc());
        assertThat(installed()).isZero();
        asked.run(context -> assertThat(context).hasNotFailed());
        assertThat(installed()).as("the script ran again").isZero();
    }

    /** One of the functions, as a sign whether the script runs again. */
    void dropNextId(JdbcTemplate jdbc) {
        jdbc.execute("drop function snowkey_next_id");
    }

    @Test
    void areRefusedWhereNothingCreatesTheTables() {
        contexts.withPropertyValues("snowkey.registry.initialize-schema=never", "snowkey.registry.functions=true")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(SettingsException.class)
                        .hasMessageContaining(
                                "snowkey.registry.functions is true, but snowkey.registry.initialize-schema is never"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.registry.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class PostgreSqlFunctionsTest extends FunctionsContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.postgres();
    }

    @Override
    String start() {
        return "select snowkey_start_sql_writer('default')";
    }

    /** In the schema of the tables, and the pool's connections are afterwards what they were. */
    @ParameterizedTest
    @ValueSource(strings = {"initialize-schema=always", "flyway=true", "liquibase=true"})
    void areInTheSchemaOfTheTables(String creator) {
        TestDatabase database = TestDatabase.postgres();
        try (HikariDataSource pool = database.pool(1)) {
            TestDatabase.execute(pool, "create schema ops");
        }
        Contexts.jdbc()
                .withPropertyValues(Contexts.on(database))
                .withPropertyValues(
                        "snowkey.registry.schema=ops", "snowkey.registry." + creator, "snowkey.registry.functions=true")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
                    jdbc.queryForObject("select ops.snowkey_start_sql_writer('default')", Long.class);
                    assertThat(jdbc.queryForObject("select ops.snowkey_next_id('default')", Long.class))
                            .isPositive();
                    assertThat(jdbc.queryForList(
                                    "select distinct routine_schema from information_schema.routines"
                                            + " where routine_name like 'snowkey%'",
                                    String.class))
                            .containsExactly("ops");
                    assertThat(jdbc.queryForObject("select current_schema", String.class))
                            .isEqualTo("public");
                });
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import io.snowkey.registry.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

@AnyLine
class MariaDbFunctionsTest extends FunctionsContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.mariadb();
    }

    @Override
    String start() {
        return "call snowkey_start_sql_writer('default', null, null)";
    }

    /** A schema is a database there. The connections of the pool are afterwards where they were. */
    @ParameterizedTest
    @ValueSource(strings = {"initialize-schema=always", "flyway=true", "liquibase=true"})
    void areInTheSchemaOfTheTables(String creator) {
        TestDatabase database = TestDatabase.mariadb();
        String schema = Registry.in(TestDatabase.mariadb()).jdbc().queryForObject("select database()", String.class);
        Contexts.jdbc()
                .withPropertyValues(Contexts.on(database))
                .withPropertyValues(
                        "spring.datasource.hikari.maximum-pool-size=2",
                        "snowkey.registry.schema=" + schema,
                        "snowkey.registry." + creator,
                        "snowkey.registry.functions=true")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
                    jdbc.queryForMap("call " + schema + ".snowkey_start_sql_writer('default', null, null)");
                    assertThat(jdbc.queryForObject("select " + schema + ".snowkey_next_id('default')", Long.class))
                            .isPositive();
                    assertThat(jdbc.queryForObject("select database()", String.class))
                            .isNotEqualTo(schema)
                            .isNotNull();
                    assertThat(jdbc.queryForObject(
                                    "select count(*) from information_schema.routines where routine_schema = database()",
                                    Long.class))
                            .isZero();
                });
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import io.snowkey.registry.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

/** {@code snowkey.registry.functions=true} where it cannot be: says so, and makes nothing. */
@AnyLine
@RunsLiquibase
class FunctionsRefusalTest {

    @Test
    void onHsqldb() {
        refused(
                TestDatabase.hsqldb(),
                "snowkey.registry.functions is true, and the database is hsqldb",
                "nextIds(n)",
                "snowkey.registry.initialize-schema=always");
    }

    @Test
    void onSqlite() {
        refused(
                TestDatabase.sqlite(),
                "snowkey.registry.functions is true, and the database is sqlite",
                "nextIds(n)",
                "snowkey.registry.initialize-schema=always");
    }

    /** The same, whoever creates the tables. No MySQL is needed, for the setting comes before the database. */
    @ParameterizedTest
    @CsvSource({"initialize-schema=always", "flyway=true", "liquibase=true"})
    void onMySql(String creator) {
        TestDatabase database = TestDatabase.h2();
        refused(
                database,
                "snowkey.registry.functions is true, and the database is mysql",
                "functions/mysql/R__snowkey_functions.sql",
                "snowkey.registry." + creator,
                "snowkey.registry.platform=mysql");
        assertThat(Registry.in(database)
                        .jdbc()
                        .queryForObject(
                                "select count(*) from information_schema.tables where upper(table_name) like 'SNOWKEY%'",
                                Long.class))
                .isZero();
    }

    @Test
    void inASchemaOfItsOwnOnH2() {
        refused(
                TestDatabase.h2(),
                "snowkey.registry.schema is ops",
                ";SCHEMA=ops",
                "snowkey.registry.initialize-schema=always",
                "snowkey.registry.schema=ops");
    }

    @Test
    void forTablesOfOtherNames() {
        refused(
                TestDatabase.h2(),
                "snowkey.registry.functions is true, and snowkey.registry.table-prefix is keys_",
                "Remove one of them",
                "snowkey.registry.table-prefix=keys_");
    }

    /** An embedded one has its tables without a setting, and another one has not. */
    @Test
    void whereOnlyEmbeddedDatabasesGetTheirTables() {
        refused(
                TestDatabase.postgres(),
                "snowkey.registry.initialize-schema is embedded, and the database is not",
                "Set snowkey.registry.initialize-schema=always");
        Contexts.jdbc()
                .withPropertyValues(Contexts.on(TestDatabase.h2()))
                .withPropertyValues("snowkey.registry.functions=true")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    context.getBean(JdbcTemplate.class).queryForMap("call snowkey_start_sql_writer('default')");
                });
    }

    private static void refused(TestDatabase database, String description, String action, String... properties) {
        Contexts.jdbc()
                .withPropertyValues(Contexts.on(database))
                .withPropertyValues("snowkey.registry.functions=true")
                .withPropertyValues(properties)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .asInstanceOf(type(SettingsException.class))
                        .satisfies(refusal -> {
                            assertThat(refusal).hasMessageContaining(description);
                            assertThat(refusal.action()).contains(action);
                        }));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import io.snowkey.registry.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** The registry in a schema of its own, whoever creates its tables there. */
@Isolated("sets a property of the whole process")
class SchemaOfItsOwnTest {

    /** Liquibase keeps its own tables where a setting of the whole process says, unless it is told otherwise. */
    @Test
    void hasTheTablesOfLiquibaseTooWhateverTheProcessSays() {
        System.setProperty("liquibase.liquibaseSchemaName", "public");
        try {
            hasTheTablesAndNothingElseHas("liquibase=true");
        } finally {
            System.clearProperty("liquibase.liquibaseSchemaName");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"initialize-schema=always", "flyway=true", "liquibase=true"})
    void hasTheTablesAndNothingElseHas(String creator) {
        TestDatabase database = TestDatabase.postgres();
        TestDatabase.execute(database.pool(1), "create schema ops");
        Contexts.jdbc()
                .withPropertyValues(Contexts.on(database))
                .withPropertyValues("snowkey.registry.schema=ops", "snowkey.registry." + creator)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
                    assertThat(jdbc.queryForObject("select count(*) from ops.snowkey_worker_status", Long.class))
                            .isOne();
                    assertThat(jdbc.queryForList(
                                    "select distinct table_schema from information_schema.tables"
                                            + " where table_name like 'snowkey%'",
                                    String.class))
                            .containsExactly("ops");
                });
    }
}

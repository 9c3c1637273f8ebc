// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import io.snowkey.registry.TestDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** The registry in databases that are there for one machine, besides H2. */
class OneMachineDatabasesTest {

    @Test
    void hsqldbInMemoryHasItsTablesWithoutASetting() {
        hasTheTables(TestDatabase.hsqldb(), "embedded");
    }

    @Test
    void sqliteHasThemIfToldTo() {
        hasTheTables(TestDatabase.sqlite(), "always");
    }

    /** Twice, as by a process that starts again. */
    private static void hasTheTables(TestDatabase database, String mode) {
        for (long starts = 1; starts <= 2; starts++) {
            long expected = starts;
            Contexts.jdbc()
                    .withPropertyValues(Contexts.on(database))
                    .withPropertyValues("snowkey.registry.initialize-schema=" + mode, "snowkey.instance=" + starts)
                    .withPropertyValues("snowkey.worker-ids=" + starts + "-" + starts)
                    .run(context -> {
                        assertThat(context).hasNotFailed();
                        assertThat(context.getBean(JdbcTemplate.class)
                                        .queryForObject("select count(*) from snowkey_worker_status", Long.class))
                                .isEqualTo(expected);
                    });
        }
    }
}

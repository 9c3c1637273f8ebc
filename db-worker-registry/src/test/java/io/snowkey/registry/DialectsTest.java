// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class DialectsTest {

    @Test
    void refusesADatabaseThatNobodyWroteADialectFor() {
        assertThatThrownBy(() -> Dialects.of("Oracle"))
                .isInstanceOfSatisfying(WorkerRegistryException.class, e -> assertThat(e.reason())
                        .isEqualTo(WorkerRegistryException.Reason.DATABASE_UNSUPPORTED))
                .hasMessageContaining("'Oracle'")
                .hasMessageContaining("PostgreSQL, MariaDB, MySQL, H2")
                .hasMessageContaining("To add a database, write its Dialect");
    }

    @Test
    void aRegistryInSuchADatabaseSaysSo() {
        TestDatabase database = new TestDatabase("hsqldb", "jdbc:hsqldb:mem:unsupported", "sa", "");
        try (HikariDataSource pool = database.pool(1);
                JdbcWorkerRegistry registry = JdbcWorkerRegistry.builder(pool).build()) {
            assertThatThrownBy(registry::acquire)
                    .isInstanceOf(WorkerRegistryException.class)
                    .hasMessageContaining("no dialect for the database 'HSQL Database Engine'");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PostgreSQL", "MariaDB", "MySQL", "H2"})
    void knowsTheOthers(String product) {
        assertThat(Dialects.of(product).products()).contains(product);
    }
}

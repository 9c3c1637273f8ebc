// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.util.List;
import javax.sql.DataSource;

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
                .hasMessageContaining("PostgreSQL, MariaDB, MySQL, H2, HSQL Database Engine, SQLite")
                .hasMessageContaining("To add a database, implement io.snowkey.registry.Dialect");
    }

    @Test
    void aRegistryInSuchADatabaseSaysSo() {
        try (HikariDataSource pool = TestDatabase.h2().pool(1);
                JdbcWorkerRegistry registry =
                        JdbcWorkerRegistry.builder(saying("Grue", pool)).build()) {
            assertThatThrownBy(registry::acquire)
                    .isInstanceOf(WorkerRegistryException.class)
                    .hasMessageContaining("no dialect for the database 'Grue'");
        }
    }

    @Test
    void aDialectOfAUserTakesThePlaceOfAShippedOne() {
        Dialect own = ChangedDialect.withClock(new H2(), "0");
        assertThat(Dialects.of("H2", List.of(own))).isSameAs(own);
        assertThat(Dialects.of("SQLite", List.of(own))).isInstanceOf(Sqlite.class);
    }

    @Test
    void twoOfThemAreRefused() {
        Dialect own = ChangedDialect.withClock(new H2(), "0");
        assertThatThrownBy(() -> Dialects.of("H2", List.of(own, own)))
                .isInstanceOf(WorkerRegistryException.class)
                .hasMessageContaining("There are 2 dialects for the database 'H2'")
                .hasMessageContaining(ChangedDialect.class.getName());
    }

    @Test
    void aDialectCanBeHandedOver() {
        try (HikariDataSource pool = TestDatabase.h2().withSchema().pool(1);
                JdbcWorkerRegistry registry = JdbcWorkerRegistry.builder(saying("Grue", pool))
                        .dialect(new H2())
                        .build()) {
            assertThat(registry.acquire().claim().isSealed()).isFalse();
        }
    }

    /** The same database under another name. */
    private static DataSource saying(String product, DataSource source) {
        return named(DataSource.class, source, product);
    }

    private static <T> T named(Class<T> type, T real, String product) {
        return type.cast(Proxy.newProxyInstance(
                DialectsTest.class.getClassLoader(), new Class<?>[] {type}, (p, method, args) -> {
                    if (method.getName().equals("getDatabaseProductName")) {
                        return product;
                    }
                    Object result = method.invoke(real, args);
                    if (result instanceof Connection connection) {
                        return named(Connection.class, connection, product);
                    }
                    return result instanceof DatabaseMetaData data
                            ? named(DatabaseMetaData.class, data, product)
                            : result;
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PostgreSQL", "MariaDB", "MySQL", "H2", "HSQL Database Engine", "SQLite"})
    void knowsTheOthers(String product) {
        assertThat(Dialects.of(product).products()).contains(product);
    }
}

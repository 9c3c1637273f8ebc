// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which database is the right one is known once somebody has seen the namespace there. */
final class SameDatabaseCheckTest {

    private final HikariDataSource pool = TestDatabase.h2().withSchema().pool(3);
    private final HikariDataSource other = TestDatabase.h2().withSchema().pool(1);
    private final SameDatabaseCheck check = SameDatabaseCheck.of("snowkey_", "default");

    private static void found(HikariDataSource database) {
        TestDatabase.execute(
                database,
                "INSERT INTO snowkey_namespace (namespace, epoch_ms, tick_ms, timestamp_bits, worker_bits,"
                        + " sequence_bits, field_order, created_at_ms) VALUES ('default', 0, 1, 41, 10, 12,"
                        + " 'TIMESTAMP_WORKER_SEQUENCE', 7)");
    }

    @AfterEach
    void close() {
        pool.close();
        other.close();
    }

    /** Many processes start at once in a new database: one reads that there is no namespace, another one founds it. */
    @Test
    void anAnswerFromBeforeTheNamespaceWasFoundedIsNoOtherDatabase() throws SQLException {
        try (Connection slow = pool.getConnection();
                Connection quick = pool.getConnection()) {
            Connection late = answersLate(slow, () -> {
                found(pool);
                check.require(quick);
            });
            assertThatCode(() -> check.require(late)).doesNotThrowAnyException();
            assertThatCode(() -> check.require(slow)).as("it is asked again").doesNotThrowAnyException();
        }
    }

    @Test
    void aDatabaseWithoutTheKnownNamespaceIsAnotherOne() throws SQLException {
        found(pool);
        try (Connection first = pool.getConnection();
                Connection second = other.getConnection()) {
            check.require(first);
            assertThatThrownBy(() -> check.require(second))
                    .isInstanceOf(WorkerRegistryException.class)
                    .hasMessageContaining("leads to two databases");
        }
    }

    private interface Meanwhile {
        void happens() throws SQLException;
    }

    /** A connection to a server whose answer travels for so long that something else happens first. */
    private static Connection answersLate(Connection connection, Meanwhile meanwhile) {
        return proxy(Connection.class, connection, (statement, name) -> {
            if (!name.equals("prepareStatement")) {
                return statement;
            }
            return proxy(PreparedStatement.class, statement, (rows, query) -> {
                if (rows instanceof ResultSet answer && query.equals("executeQuery")) {
                    boolean any = answer.isBeforeFirst();
                    if (!any) {
                        meanwhile.happens();
                    }
                }
                return rows;
            });
        });
    }

    private interface After {
        Object call(Object result, String method) throws SQLException;
    }

    @SuppressWarnings("unchecked")
    private static <T> T proxy(Class<T> type, Object real, After after) {
        return (T) Proxy.newProxyInstance(
                SameDatabaseCheckTest.class.getClassLoader(), new Class<?>[] {type}, (p, method, args) -> {
                    try {
                        return after.call(method.invoke(real, args), method.getName());
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.WorkerLease;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Connections that fail in ways of their own: a real database behind them, and faults in between. */
final class DriverFaultTest {

    private final HikariDataSource pool = TestDatabase.h2().withSchema().pool(2, config -> config.setAutoCommit(false));
    private final List<String> called = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        pool.close();
    }

    private interface Fault {
        void before(Method method, Object[] arguments) throws Exception;
    }

    private DataSource with(Fault fault) {
        return (DataSource) Proxy.newProxyInstance(
                DriverFaultTest.class.getClassLoader(), new Class<?>[] {DataSource.class}, (p, method, args) -> {
                    Connection real = pool.getConnection();
                    return Proxy.newProxyInstance(
                            DriverFaultTest.class.getClassLoader(),
                            new Class<?>[] {Connection.class},
                            (q, call, with) -> {
                                called.add(call.getName());
                                fault.before(call, with);
                                try {
                                    return call.invoke(real, with);
                                } catch (InvocationTargetException e) {
                                    throw e.getCause();
                                }
                            });
                });
    }

    private static final NamedSql ONE = NamedSql.of("SELECT 1");

    /** A data source that connects late fails with the first statement, and then says of everything that it is closed. */
    @Test
    void whatFailsAfterwardsDoesNotHideWhyItFailed() {
        Sql sql = Sql.of(
                with((method, arguments) -> {
                    switch (method.getName()) {
                        case "prepareStatement" -> throw new SQLException("password authentication failed", "28P01");
                        case "isClosed", "setNetworkTimeout", "rollback", "setAutoCommit", "close" -> {
                            if (called.contains("prepareStatement")) {
                                throw new SQLException("connection has been closed", "08003");
                            }
                        }
                        default -> {}
                    }
                }),
                10_000);
        assertThatThrownBy(() -> sql.query(ONE, Map.of(), rows -> 1))
                .hasMessage("password authentication failed")
                .satisfies(e -> assertThat(e.getSuppressed()).isNotEmpty());
        assertThatThrownBy(() -> sql.with(new PostgreSql()).query(ONE, Map.of(), rows -> 1))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void whatFailsAfterTheCommitMakesNoFailureOfIt() throws SQLException {
        Sql sql = Sql.of(
                with((method, arguments) -> {
                    if (called.contains("commit") && !method.getName().equals("commit")) {
                        throw new SQLException("connection has been closed", "08003");
                    }
                }),
                10_000);
        int result = sql.query(ONE, Map.of(), rows -> 1);
        assertThat(result).isOne();
    }

    @Test
    void anErrorRollsBackAndGivesTheConnectionBack() {
        Sql sql = Sql.of(with((method, arguments) -> {}), 10_000);
        Throwable error = catchThrowable(() -> sql.query(ONE, Map.of(), rows -> {
            throw new OutOfMemoryError("by the test");
        }));
        assertThat(error).isInstanceOf(OutOfMemoryError.class);
        assertThat(called).containsSubsequence("rollback", "close").doesNotContain("commit");
        assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }

    @Test
    void anUnexpectedExceptionWhilePruningEndsNoHeartbeat() {
        DataSource faulty = with((method, arguments) -> {
            if (method.getName().equals("prepareStatement")
                    && arguments[0].toString().startsWith("DELETE")) {
                throw new IllegalStateException("by the test");
            }
        });
        TestProcess process = new TestProcess(faulty, builder -> builder);
        WorkerLease lease = process.acquire();
        process.heartbeats.beat();
        assertThat(called).contains("prepareStatement");
        assertThat(lease.renewalFailure()).isNull();
        process.close();
    }

    /** The line about the acquisition is written before anybody knows the lease. */
    @Test
    void aLogThatThrowsCostsNoWorkerId() {
        try (CapturedLog log = new CapturedLog(true)) {
            TestProcess process = new TestProcess(pool, builder -> builder.workerIds(7, 7));
            WorkerLease lease = process.acquire();
            process.network.set(Outage.Mode.NO_CONNECTION);
            process.heartbeats.beat();
            assertThat(lease.renewalFailure()).isNotNull();
            process.network.set(Outage.Mode.NONE);
            process.heartbeats.beat();
            lease.close();
            assertThat(process.row(7).holder()).isNull();
            assertThat(log.lines()).hasSizeGreaterThan(3);
        }
    }
}

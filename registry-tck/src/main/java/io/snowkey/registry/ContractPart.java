// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

import io.snowkey.SnowflakeLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What the parts of the contract share: a database with empty tables, and processes that use it. */
abstract class ContractPart {

    static final Duration RESERVATION = Duration.ofMinutes(10);

    final RegistryTck given;
    final List<TestProcess> processes = new ArrayList<>();
    DataSource pool;

    ContractPart(RegistryTck given) {
        this.given = given;
    }

    @BeforeEach
    void emptyTheTables() {
        pool = given.dataSource();
        TableDump.empty(pool);
    }

    @AfterEach
    void endTheProcesses() {
        processes.forEach(TestProcess::close);
    }

    TestProcess process(UnaryOperator<JdbcWorkerRegistry.Builder> setup) {
        return process(pool, setup);
    }

    TestProcess process(DataSource source, UnaryOperator<JdbcWorkerRegistry.Builder> setup) {
        TestProcess process = new TestProcess(source, setup);
        processes.add(process);
        return process;
    }

    TestProcess process(String instance) {
        return process(builder -> builder.instance(instance));
    }

    /**
     * Settings of a process that takes one of these worker ids. All others are the defaults, except
     * {@code maxClockSkew}.
     */
    static Settings settings(long firstWorkerId, long lastWorkerId, Duration maxClockSkew) {
        return new Settings(
                SnowflakeLayout.DEFAULT,
                "default",
                "snowkey_",
                "a",
                "tests",
                "host",
                1,
                firstWorkerId,
                lastWorkerId,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                RESERVATION,
                maxClockSkew,
                Duration.ZERO,
                Duration.ofDays(400));
    }

    /** The dialect that a registry in this database would find. */
    Dialect dialect() {
        try (Connection connection = pool.getConnection()) {
            return Dialects.of(connection.getMetaData().getDatabaseProductName());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void sql(String statement) {
        assertThat(execute(pool, statement)).isPositive();
    }

    /** Runs a statement that the product itself never needs. */
    static int execute(DataSource source, String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            int count = statement.getUpdateCount();
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
            return count;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    static WorkerRegistryException refusal(Runnable action) {
        return catchThrowableOfType(WorkerRegistryException.class, action::run);
    }
}

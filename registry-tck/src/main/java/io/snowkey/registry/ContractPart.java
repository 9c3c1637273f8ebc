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

    /** Runs a statement that the product itself has no business to run. */
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

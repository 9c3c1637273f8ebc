// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What the parts of the contract share: a database with the tables, and processes that use it. */
abstract class RegistryContract implements DatabaseKind {
    static final Duration RESERVATION = Duration.ofMinutes(10);

    final List<TestProcess> processes = new ArrayList<>();
    TestDatabase database;
    HikariDataSource pool;

    @BeforeEach
    void open() {
        database = newDatabase().withSchema();
        pool = database.pool(4);
    }

    @AfterEach
    void close() {
        processes.forEach(TestProcess::close);
        pool.close();
    }

    TestProcess process(UnaryOperator<JdbcWorkerRegistry.Builder> setup) {
        TestProcess process = new TestProcess(pool, setup);
        processes.add(process);
        return process;
    }

    TestProcess process(String instance) {
        return process(builder -> builder.instance(instance));
    }

    void sql(String statement) {
        assertThat(TestDatabase.execute(pool, statement)).isPositive();
    }

    static WorkerRegistryException refusal(Runnable action) {
        return catchThrowableOfType(WorkerRegistryException.class, action::run);
    }
}

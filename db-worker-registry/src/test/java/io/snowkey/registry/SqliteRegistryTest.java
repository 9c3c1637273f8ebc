// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.registry.WorkerRegistryException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The contract of the registry on SQLite. */
final class SqliteRegistryTest extends RegistryTck {

    @RegisterExtension
    static final SharedPool POOL = new SharedPool(TestDatabase::sqlite);

    @Override
    protected DataSource dataSource() {
        return POOL.get();
    }

    @Test
    void missingTablesAreNamedWithTheRemedy() {
        try (HikariDataSource empty = TestDatabase.sqlite().pool(1);
                JdbcWorkerRegistry registry = JdbcWorkerRegistry.builder(empty).build()) {
            WorkerRegistryException refused = ContractPart.refusal(registry::acquire);
            assertThat(refused.reason()).isEqualTo(Reason.SCHEMA_MISSING);
            assertThat(refused).hasMessageContaining("snowkey_worker").hasMessageContaining("initialize-schema=always");
        }
    }

    @Test
    void aMissingColumnIsATableOfAnotherVersion() {
        try (HikariDataSource older = TestDatabase.sqlite().withSchema().pool(1);
                JdbcWorkerRegistry registry = JdbcWorkerRegistry.builder(older).build()) {
            TestDatabase.execute(older, "ALTER TABLE snowkey_worker DROP COLUMN beat");
            assertThat(ContractPart.refusal(registry::acquire).reason()).isEqualTo(Reason.SCHEMA_OUTDATED);
        }
    }

    @Test
    void oneThatIsBusyIsAskedAgain() throws SQLException {
        TestDatabase database = TestDatabase.sqlite().withSchema();
        try (HikariDataSource pool = new TestDatabase("sqlite", database.url() + "&busy_timeout=0", "", "").pool(2);
                Connection writer = pool.getConnection();
                TestProcess process = new TestProcess(pool, builder -> builder.workerIds(7, 7))) {
            writer.setAutoCommit(false);
            writer.createStatement().executeUpdate("UPDATE snowkey_worker SET issued = issued");
            process.whilePausing(() -> rollBack(writer));
            assertThat(process.acquire().claim().workerId()).isEqualTo(7);
            assertThat(process.pauses).isNotEmpty();
        }
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The contract runs on one that is not flushed, because no test takes the power away. */
    @Test
    void warnsOfAFileThatIsNotFlushed() throws SQLException {
        assertThat(durabilityWarning(TestDatabase.sqlite())).contains("PRAGMA synchronous is 0 and not 2, FULL");
        TestDatabase flushed = TestDatabase.sqlite();
        assertThat(durabilityWarning(new TestDatabase(
                        "sqlite", flushed.url().replace("synchronous=OFF", "synchronous=FULL"), "", "")))
                .isEmpty();
    }

    private static Optional<String> durabilityWarning(TestDatabase database) throws SQLException {
        try (HikariDataSource pool = database.pool(1)) {
            return new WorkerTable(Sql.of(pool, 10_000), new Sqlite(), CloneContract.settings()).durabilityWarning();
        }
    }

    @Test
    void aWorkersRowCannotBeDeletedByHandWhereForeignKeysAreLookedAt() {
        TestDatabase database = TestDatabase.sqlite().withSchema();
        try (HikariDataSource strict = new TestDatabase("sqlite", database.url() + "&foreign_keys=on", "", "").pool(1);
                JdbcWorkerRegistry registry = JdbcWorkerRegistry.builder(strict).build()) {
            registry.acquire();
            assertThatThrownBy(() -> TestDatabase.execute(strict, "DELETE FROM snowkey_worker"))
                    .hasRootCauseInstanceOf(SQLException.class);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.registry.WorkerRegistryException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The contract of the registry on HSQLDB. */
final class HsqldbRegistryTest extends RegistryTck {

    @RegisterExtension
    static final SharedPool POOL = new SharedPool(TestDatabase::hsqldb);

    @Override
    protected DataSource dataSource() {
        return POOL.get();
    }

    /** Its lock manager knows no time-out, and its driver interrupts no statement that waits. */
    @Override
    protected boolean givesUpLocks() {
        return false;
    }

    @Override
    protected String inTimeZone() {
        return "SET TIME ZONE INTERVAL '+13:00' HOUR TO MINUTE";
    }

    @Test
    void missingTablesAreNamedWithTheRemedy() {
        try (HikariDataSource empty = TestDatabase.hsqldb().pool(1);
                JdbcWorkerRegistry registry = JdbcWorkerRegistry.builder(empty).build()) {
            WorkerRegistryException refused = ContractPart.refusal(registry::acquire);
            assertThat(refused.reason()).isEqualTo(Reason.SCHEMA_MISSING);
            assertThat(refused).hasMessageContaining("snowkey_worker").hasMessageContaining("initialize-schema=always");
        }
    }

    @Test
    void aWorkersRowCannotBeDeletedByHand() {
        try (JdbcWorkerRegistry registry =
                JdbcWorkerRegistry.builder(dataSource()).build()) {
            registry.acquire();
            assertThatThrownBy(() -> TestDatabase.execute(dataSource(), "DELETE FROM snowkey_worker"))
                    .hasCauseInstanceOf(SQLException.class);
        }
    }
}

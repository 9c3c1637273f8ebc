// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;

import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;

import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.agroal.narayana.NarayanaTransactionIntegration;
import io.snowkey.WorkerLease;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** In the JTA transaction of the caller, with a pool that enlists every connection in it. */
final class JtaTest {

    @TempDir
    static Path log;

    @BeforeAll
    static void keepTheLogOfTransactionsOutOfTheWay() {
        for (String store : new String[] {null, "communicationStore", "stateStore"}) {
            BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, store)
                    .setObjectStoreDir(log.toString());
        }
        arjPropertyManager.getCoordinatorEnvironmentBean().setDefaultTimeout(600);
    }

    private static AgroalDataSource pool(TestDatabase database, TransactionManager manager) throws Exception {
        TransactionSynchronizationRegistry synchronization =
                new com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple();
        return AgroalDataSource.from(
                new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(pool -> pool.maxSize(4)
                        .acquisitionTimeout(Duration.ofSeconds(30))
                        .transactionIntegration(new NarayanaTransactionIntegration(manager, synchronization))
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(database.url())
                                .principal(new NamePrincipal(database.username()))
                                .credential(new SimplePassword(database.password())))));
    }

    @Test
    void anAcquisitionIsNoPartOfTheTransaction() throws Exception {
        TestDatabase database = TestDatabase.h2().withSchema();
        TransactionManager manager = com.arjuna.ats.jta.TransactionManager.transactionManager();
        try (AgroalDataSource pool = pool(database, manager);
                JdbcWorkerRegistry registry = JdbcWorkerRegistry.builder(pool).build()) {
            manager.begin();
            try (Connection ofTheApplication = pool.getConnection()) {
                WorkerLease lease = registry.acquire();
                assertThat(lease.claim()).isNotNull();
                assertThat(registry.workers()).hasSize(1);
                assertThat(ofTheApplication.isValid(1)).isTrue();
            } finally {
                manager.rollback();
            }
            assertThat(registry.workers()).as("rows outlive the rollback").hasSize(1);
        }
    }

    /** The counter-example: as it was before the registry had threads of its own. */
    @Test
    void inTheThreadOfTheCallerItWouldBe() throws Exception {
        TestDatabase database = TestDatabase.h2().withSchema();
        TransactionManager manager = com.arjuna.ats.jta.TransactionManager.transactionManager();
        try (AgroalDataSource pool = pool(database, manager);
                JdbcWorkerRegistry registry = JdbcWorkerRegistry.builder(pool)
                        .threads((task, work) -> work.run())
                        .build()) {
            manager.begin();
            Throwable failure = catchThrowable(registry::acquire);
            manager.rollback();
            boolean undone = failure == null && registry.workers().isEmpty();
            assertThat(failure != null || undone)
                    .as("refused, or undone with the transaction")
                    .isTrue();
        }
    }
}

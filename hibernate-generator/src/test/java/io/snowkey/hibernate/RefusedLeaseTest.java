// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import io.snowkey.WorkerLeaseProvider;
import io.snowkey.registry.TestDatabase;
import org.hibernate.MappingException;
import org.hibernate.SessionFactory;
import org.hibernate.boot.registry.classloading.internal.ClassLoaderServiceImpl;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Units that ask for a lease which they cannot have. */
class RefusedLeaseTest {

    @Test
    void withoutTheRegistryTheErrorNamesTheDependency() {
        assertThatThrownBy(() -> leased().classes(new WithoutRegistry()).open(Thing.class))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(Thing.class.getName() + ".id: no generator")
                .hasMessageContaining("setting 'snowkey.worker-id' is 'leased'")
                .hasMessageContaining("Add the dependency io.snowkey:snowkey-db-worker-registry");
    }

    @Test
    void aUnitWithSeveralTenantsIsToldWhatToDoInstead() {
        assertThatThrownBy(() -> leased().set("hibernate.multi_tenant_connection_provider", new Tenants())
                        .open(Thing.class))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(Thing.class.getName() + ".id: no generator")
                .hasMessageContaining("the unit has several tenants")
                .hasMessageContaining("put the generator under 'snowkey.generator'");
    }

    @Test
    void missingTablesAreReportedWithTheFirstKey() {
        try (SessionFactory factory = leased().open(Thing.class)) {
            assertThatThrownBy(() -> factory.inTransaction(session -> session.persist(new Thing())))
                    .hasStackTraceContaining(
                            "The tables snowkey_namespace, snowkey_worker and snowkey_holder are not there");
        }
    }

    @Test
    void aKeyAfterAnErrorTriesAgain() {
        TestDatabase database = TestDatabase.h2();
        try (SessionFactory factory = leased().on(database).open(Thing.class)) {
            assertThatThrownBy(() -> factory.inTransaction(session -> session.persist(new Thing())))
                    .hasStackTraceContaining("are not there");
            database.withSchema();
            factory.inTransaction(session -> session.persist(new Thing()));
        }
        assertThat(Database.rows(database, "SELECT holder FROM snowkey_worker")).containsExactly("null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
            snowkey.namespace                 | " "     | namespace '': must be 1 to 64 characters
            snowkey.instance                  | " "     | instance '': must be 1 to 255 characters
            snowkey.application               | " "     | application '': must be 1 to 255 characters
            snowkey.worker-ids                | 5-      | 'snowkey.worker-ids' is '5-': must be the first and the last worker id
            snowkey.worker-ids                | 0-1024  | workerIds 0 to 1024: must lie within 0 to 1023
            snowkey.registry.ttl              | 30      | 'snowkey.registry.ttl' is '30': must be a number and a unit, such as 10ms, 30s
            snowkey.registry.ttl              | PT5S    | ttl 5 s: must be longer than the heartbeat
            snowkey.registry.heartbeat        | PT0.01S | heartbeat 10 ms: must be 100 ms to 1 d
            snowkey.registry.reservation      | PT25H   | reservation 1 d 1 h: must be 100 ms to 1 d
            snowkey.registry.max-clock-skew   | PT0S    | maxClockSkew 0 ms: must be 100 ms to 1 d
            snowkey.registry.max-wait         | -PT1S   | maxWait -1 s: must be 0 ms to 1 d
            snowkey.registry.holder-retention | PT1M    | holderRetention 1 min: must be 1 h
            snowkey.registry.close-timeout    | PT0S    | closeTimeout 0 ms: must be 100 ms to 10 min
            snowkey.registry.quiet-after      | PT0.1S  | quietAfter 100 ms: must be 1 s to 365 d
            snowkey.registry.claim-wait       | PT2M    | claimWait 2 min: must be 0 ms to 1 min
            snowkey.registry.table-prefix     | 1st     | tablePrefix '1st': must be letters, digits and underscores
            snowkey.registry.schema           | a-b     | 'snowkey.registry.schema' is 'a-b': must be letters, digits and underscores
            snowkey.worker-id                 | lease   | 'snowkey.worker-id' is 'lease': must be a whole number, or 'leased'
            """)
    void aWrongSettingIsRefusedAtStart(String name, String value, String message) {
        assertThatThrownBy(() -> leased().set(name, value).open(Thing.class))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(Thing.class.getName() + ".id: no generator: setting '" + name + "'")
                .hasMessageContaining(message);
    }

    private static Unit leased() {
        return new Unit().set(SnowkeySettings.WORKER_ID, "leased");
    }

    /** A class path without a registry on it. */
    private static final class WithoutRegistry extends ClassLoaderServiceImpl {

        private static final long serialVersionUID = 1;

        @Override
        public <S> Collection<S> loadJavaServices(Class<S> service) {
            return service == WorkerLeaseProvider.class ? List.of() : super.loadJavaServices(service);
        }
    }

    /** A database per tenant. */
    private static final class Tenants implements MultiTenantConnectionProvider<String> {

        private static final long serialVersionUID = 1;
        private final transient TestDatabase database = TestDatabase.h2();

        @Override
        public Connection getAnyConnection() {
            try {
                return DriverManager.getConnection(database.url(), database.username(), database.password());
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void releaseAnyConnection(Connection connection) {}

        @Override
        public Connection getConnection(String tenant) {
            return getAnyConnection();
        }

        @Override
        public void releaseConnection(String tenant, Connection connection) {}

        @Override
        public boolean supportsAggressiveRelease() {
            return false;
        }

        @Override
        public boolean isUnwrappableAs(Class<?> type) {
            return false;
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            throw new UnsupportedOperationException();
        }
    }

    @Entity
    static class Thing {
        @Id
        @SnowflakeId
        long id;
    }
}

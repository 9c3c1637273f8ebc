// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.io.StringWriter;
import java.util.Map;
import java.util.function.Supplier;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import jakarta.persistence.Persistence;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.hibernate.jpa.Entities.Named;
import io.snowkey.registry.TestDatabase;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;

import static io.snowkey.hibernate.Keys.assertIsSnowflake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Units that are started as JPA has it, from {@code META-INF/persistence.xml}. */
class JpaBootstrapTest {

    @Test
    void settingsInPersistenceXmlAreEnough() {
        try (EntityManagerFactory factory = Persistence.createEntityManagerFactory("shop")) {
            Annotated annotated = new Annotated();
            Named named = new Named();
            persist(factory, annotated, named);

            assertIsSnowflake(annotated.id);
            assertIsSnowflake(named.id);
        }
    }

    @Test
    void aSupplierCanBeHandedOverInTheMap() {
        Supplier<SnowflakeGenerator> supplier = Keys::generator;
        try (EntityManagerFactory factory = Persistence.createEntityManagerFactory(
                "unset", Map.<String, Object>of(SnowkeySettings.GENERATOR, supplier))) {
            Annotated annotated = new Annotated();
            persist(factory, annotated);

            assertIsSnowflake(annotated.id);
        }
    }

    @Test
    void aMissingSettingIsRefusedAtStart() {
        assertThatThrownBy(() -> Persistence.createEntityManagerFactory("unset"))
                .hasStackTraceContaining("Snowflake key " + Annotated.class.getName() + ".id: no generator")
                .hasStackTraceContaining("no setting 'snowkey.generator'")
                .hasStackTraceContaining("or set 'snowkey.worker-id'");
    }

    @Test
    void aLeaseNeedsNothingElse() {
        TestDatabase database = new TestDatabase("h2", "jdbc:h2:mem:leased;DB_CLOSE_DELAY=-1", "sa", "");
        try (EntityManagerFactory factory = Persistence.createEntityManagerFactory("leased")) {
            Annotated annotated = new Annotated();
            persist(factory, annotated);

            long worker = SnowflakeLayout.DEFAULT.decode(annotated.id).workerId();
            assertThat(Database.rows(database, "SELECT worker_id, namespace, state FROM snowkey_worker_status"))
                    .containsExactly(worker + " shop ACTIVE");
        }
        assertThat(Database.rows(database, "SELECT state FROM snowkey_worker_status"))
                .containsExactly("FREE");
    }

    @Test
    void scriptsWithoutAFactoryHaveTheTablesOfTheRegistry() {
        StringWriter script = new StringWriter();
        Persistence.generateSchema(
                "leased",
                Map.of(
                        "jakarta.persistence.schema-generation.database.action", "none",
                        "jakarta.persistence.schema-generation.scripts.action", "create",
                        "jakarta.persistence.schema-generation.scripts.create-target", script));

        assertThat(script.toString())
                .contains(
                        "create table snowkey_namespace", "create table snowkey_worker", "create table snowkey_holder")
                .contains("create view snowkey_worker_status", "add FOREIGN KEY (namespace, worker_id)");
    }

    private static void persist(EntityManagerFactory factory, Object... entities) {
        factory.unwrap(SessionFactory.class).inTransaction(session -> {
            for (Object entity : entities) {
                session.persist(entity);
            }
        });
    }

    @Entity
    static class Annotated {
        @Id
        @SnowflakeId
        long id;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.Map;
import java.util.function.Supplier;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import jakarta.persistence.Persistence;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.hibernate.jpa.Entities.Named;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;

import static io.snowkey.hibernate.Keys.assertIsSnowflake;
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

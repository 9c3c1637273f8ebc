// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityExistsException;
import jakarta.persistence.Id;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.Version;

import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.snowkey.hibernate.Keys.assertIsSnowflake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What becomes of an id that the application has set. */
class AssignedIdTest {

    private final SessionFactory factory =
            Unit.with(Keys.generator()).open(Strict.class, Lenient.class, LenientBoxed.class, LenientVersioned.class);

    @AfterEach
    void close() {
        factory.close();
    }

    @Test
    void byDefaultItIsRefusedByPersistAndMerge() {
        assertThatThrownBy(() -> factory.inTransaction(session -> session.persist(new Strict(5))))
                .isInstanceOf(EntityExistsException.class);
        assertThatThrownBy(() -> factory.inTransaction(session -> session.merge(new Strict(5))))
                .isInstanceOf(OptimisticLockException.class);
    }

    @Test
    void byDefaultItIsOverwrittenByAStatelessSession() {
        Strict entity = new Strict(5);
        Stateless.insert(factory, entity);

        assertIsSnowflake(entity.id);
    }

    @Test
    void whenAllowedItIsKept() {
        factory.inTransaction(session -> session.persist(new Lenient(5)));
        factory.inTransaction(session -> session.merge(new Lenient(6)));
        Stateless.insert(factory, new Lenient(7));
        factory.inTransaction(session -> session.persist(new LenientVersioned(8L)));

        factory.inTransaction(session -> {
            assertThat(session.find(Lenient.class, 5)).isNotNull();
            assertThat(session.find(Lenient.class, 6)).isNotNull();
            assertThat(session.find(Lenient.class, 7)).isNotNull();
            assertThat(session.find(LenientVersioned.class, 8)).isNotNull();
        });
    }

    @Test
    void whenAllowedAnUnsetIdIsStillGenerated() {
        Lenient primitive = new Lenient(0);
        LenientBoxed boxed = new LenientBoxed(null);
        LenientVersioned versioned = new LenientVersioned(null);
        factory.inTransaction(session -> {
            session.persist(primitive);
            session.persist(boxed);
            session.persist(versioned);
        });

        assertIsSnowflake(primitive.id);
        assertIsSnowflake(boxed.id);
        assertIsSnowflake(versioned.id);
    }

    @Test
    void mergeGivesTheKeyToItsCopy() {
        Strict argument = new Strict(0);
        Strict copy = factory.fromTransaction(session -> session.merge(argument));

        assertIsSnowflake(copy.id);
        assertThat(argument.id).isZero();
    }

    @Entity(name = "StrictEntity")
    static class Strict {
        @Id
        @SnowflakeId
        long id;

        Strict(long id) {
            this.id = id;
        }

        Strict() {}
    }

    @Entity(name = "LenientEntity")
    static class Lenient {
        @Id
        @SnowflakeId(allowAssigned = true)
        long id;

        Lenient(long id) {
            this.id = id;
        }

        Lenient() {}
    }

    @Entity(name = "LenientBoxedEntity")
    static class LenientBoxed {
        @Id
        @SnowflakeId(allowAssigned = true)
        Long id;

        LenientBoxed(Long id) {
            this.id = id;
        }

        LenientBoxed() {}
    }

    @Entity(name = "LenientVersionedEntity")
    static class LenientVersioned {
        @Id
        @SnowflakeId(allowAssigned = true)
        Long id;

        @Version
        int version;

        LenientVersioned(Long id) {
            this.id = id;
        }

        LenientVersioned() {}
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.ArrayList;
import java.util.List;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

import io.snowkey.DecodedId;
import io.snowkey.SnowflakeGenerator;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SnowflakeIdTest {

    private static final int WORKER = 7;

    private final SnowflakeGenerator generator =
            SnowflakeGenerator.builder().workerId(WORKER).build();

    @Test
    void givesKeysToFieldsOfTypeLong() {
        assertIsSnowflake((Long) persisted(new BoxedOnField()));
        assertIsSnowflake((Long) persisted(new PrimitiveOnField()));
    }

    @Test
    void givesKeysToGetters() {
        assertIsSnowflake((Long) persisted(new PrimitiveOnGetter()));
    }

    @Test
    void givesDecimalDigitsToAString() {
        Object id = persisted(new TextOnField());

        assertThat(id).isInstanceOf(String.class);
        assertIsSnowflake(Long.parseLong((String) id));
    }

    @Test
    void generatedValueBesideItChangesNothing() {
        assertIsSnowflake((Long) persisted(new BoxedGenerated()));
        assertIsSnowflake((Long) persisted(new PrimitiveGeneratedOnGetter()));
        assertIsSnowflake(Long.parseLong((String) persisted(new TextGenerated())));
    }

    @Test
    void keysGrowInTheOrderOfPersisting() {
        try (SessionFactory factory = Unit.with(generator).open(BoxedOnField.class)) {
            List<Long> ids = new ArrayList<>();
            factory.inTransaction(session -> {
                for (int i = 0; i < 10; i++) {
                    BoxedOnField entity = new BoxedOnField();
                    session.persist(entity);
                    ids.add(entity.id);
                }
            });

            assertThat(ids).isSorted().doesNotHaveDuplicates();
        }
    }

    /** Stores the entity, and finds it under the key that it was given. */
    private Object persisted(Object entity) {
        try (SessionFactory factory = Unit.with(generator).open(entity.getClass())) {
            factory.inTransaction(session -> session.persist(entity));
            Object id = factory.getPersistenceUnitUtil().getIdentifier(entity);
            assertThat(factory.<Object>fromSession(session -> session.find(entity.getClass(), id)))
                    .isNotNull();
            return id;
        }
    }

    private void assertIsSnowflake(long id) {
        DecodedId decoded = generator.layout().decode(id);
        assertThat(decoded.workerId()).isEqualTo(WORKER);
        assertThat(generator.layout().decode(generator.nextId()).timestamp())
                .isGreaterThanOrEqualTo(decoded.timestamp());
    }

    @Entity
    static class BoxedOnField {
        @Id
        @SnowflakeId
        Long id;
    }

    @Entity
    static class PrimitiveOnField {
        @Id
        @SnowflakeId
        long id;
    }

    @Entity
    static class TextOnField {
        @Id
        @SnowflakeId
        String id;
    }

    @Entity
    static class PrimitiveOnGetter {
        private long id;

        @Id
        @SnowflakeId
        public long getId() {
            return id;
        }

        public void setId(long id) {
            this.id = id;
        }
    }

    @Entity
    static class BoxedGenerated {
        @Id
        @GeneratedValue
        @SnowflakeId
        Long id;
    }

    @Entity
    static class TextGenerated {
        @Id
        @GeneratedValue
        @SnowflakeId
        String id;
    }

    @Entity
    static class PrimitiveGeneratedOnGetter {
        private long id;

        @Id
        @GeneratedValue
        @SnowflakeId
        public long getId() {
            return id;
        }

        public void setId(long id) {
            this.id = id;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.ArrayList;
import java.util.List;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;

import static io.snowkey.hibernate.Keys.assertIsSnowflake;
import static io.snowkey.hibernate.Keys.persisted;
import static org.assertj.core.api.Assertions.assertThat;

class SnowflakeIdTest {

    @Test
    void givesKeysToFieldsOfTypeLong() {
        assertIsSnowflake(persisted(new BoxedOnField()));
        assertIsSnowflake(persisted(new PrimitiveOnField()));
    }

    @Test
    void givesKeysToGetters() {
        assertIsSnowflake(persisted(new PrimitiveOnGetter()));
    }

    @Test
    void givesDecimalDigitsThatSortToAString() {
        Object id = persisted(new TextOnField());

        assertThat(id)
                .isInstanceOfSatisfying(String.class, text -> assertThat(text).hasSize(19));
        assertIsSnowflake(id);
    }

    @Test
    void generatedValueBesideItChangesNothing() {
        assertIsSnowflake(persisted(new BoxedGenerated()));
        assertIsSnowflake(persisted(new PrimitiveGeneratedOnGetter()));
        assertIsSnowflake(persisted(new TextGenerated()));
    }

    @Test
    void keysGrowInTheOrderOfPersisting() {
        try (SessionFactory factory = Unit.with(Keys.generator()).open(BoxedOnField.class)) {
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

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.math.BigInteger;
import java.util.List;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;

import org.hibernate.SessionFactory;
import org.hibernate.query.sqm.mutation.internal.temptable.LocalTemporaryTableInsertStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** {@code insert … select} in HQL: rows that are made inside the database, with keys from outside. */
class InsertSelectTest {

    private static final Class<?>[] ENTITIES = {Source.class, Copy.class, Named.class, Text.class, Big.class, Sub.class
    };

    @ParameterizedTest
    @EnumSource(names = {"H2", "MARIADB"})
    void eachRowHasAKey(Database kind) {
        try (SessionFactory factory =
                Unit.with(Keys.generator()).on(kind.create()).open(ENTITIES)) {
            if (Keys.ONLY_ON_ATTRIBUTES) {
                refused(factory);
            } else {
                eachRowHasAKey(factory);
            }
        }
    }

    @Test
    void onPostgreSqlItIsRefused() {
        // There Hibernate makes the rows in one statement, into which only the database itself could bring keys.
        try (SessionFactory factory =
                Unit.with(Keys.generator()).on(Database.POSTGRESQL.create()).open(ENTITIES)) {
            refused(factory);
        }
    }

    @Test
    void onPostgreSqlWithTemporaryTablesEachRowHasAKey() {
        Unit unit = Unit.with(Keys.generator())
                .on(Database.POSTGRESQL.create())
                .set("hibernate.query.insert_strategy", LocalTemporaryTableInsertStrategy.class.getName());
        if (Keys.ONLY_ON_ATTRIBUTES) {
            assertThatThrownBy(() -> unit.open(ENTITIES)).hasMessageContaining("Could not instantiate named strategy");
        } else {
            try (SessionFactory factory = unit.open(ENTITIES)) {
                eachRowHasAKey(factory);
            }
        }
    }

    private static void refused(SessionFactory factory) {
        assertThatThrownBy(() -> insert(factory, "BulkCopy")).hasMessageContaining("bulk");
    }

    private static void eachRowHasAKey(SessionFactory factory) {
        factory.inTransaction(session -> {
            for (int i = 0; i < 120; i++) {
                Source source = new Source();
                source.text = "text " + i;
                session.persist(source);
            }
        });
        for (String entity : List.of("BulkCopy", "BulkNamed", "BulkText", "BulkBig", "BulkSub")) {
            assertThat(insert(factory, entity)).as(entity).isEqualTo(120);
            assertThat(query(factory, "select id from " + entity))
                    .hasSize(120)
                    .doesNotHaveDuplicates()
                    .allSatisfy(Keys::assertIsSnowflake);
            List<Object> texts = query(factory, "select distinct text from " + entity);
            assertThat(texts).hasSize(120);
        }
    }

    private static int insert(SessionFactory factory, String entity) {
        return factory.fromTransaction(session -> session.createMutationQuery(
                        "insert into " + entity + " (text) select s.text from BulkSource s")
                .executeUpdate());
    }

    private static List<Object> query(SessionFactory factory, String hql) {
        return factory.fromSession(
                session -> session.createSelectionQuery(hql, Object.class).getResultList());
    }

    @Entity(name = "BulkSource")
    static class Source {
        @Id
        @SnowflakeId
        Long id;

        String text;
    }

    @Entity(name = "BulkCopy")
    static class Copy {
        @Id
        @SnowflakeId
        Long id;

        String text;
    }

    @Entity(name = "BulkNamed")
    static class Named {
        @Id
        @GeneratedValue(generator = "snowflake")
        Long id;

        String text;
    }

    @Entity(name = "BulkText")
    static class Text {
        @Id
        @SnowflakeId
        String id;

        String text;
    }

    @Entity(name = "BulkBig")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Big {
        @Id
        @SnowflakeId
        BigInteger id;

        String text;
    }

    @Entity(name = "BulkSub")
    static class Sub extends Big {
        String more;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityExistsException;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

import io.snowkey.TextForm;
import io.snowkey.hibernate.jpa.Entities.Named;
import io.snowkey.hibernate.jpa.Entities.TextByXml;
import org.hibernate.MappingException;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.GenericGenerator;
import org.hibernate.annotations.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.snowkey.hibernate.Keys.assertIsSnowflake;
import static io.snowkey.hibernate.Keys.persisted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Other than the defaults, for entities that ask for the generator by a name. */
@SuppressWarnings("removal")
class NamedParametersTest {

    @Test
    void theNameAloneMeansTheDefaults() {
        try (SessionFactory factory = Unit.with(Keys.generator()).open(Named.class)) {
            Named assigned = new Named();
            assigned.id = 5L;
            assertThatThrownBy(() -> factory.inTransaction(session -> session.persist(assigned)))
                    .isInstanceOf(EntityExistsException.class);
        }
    }

    @Test
    void aGeneratorOfAnotherNameTakesParameters() {
        assertThat(persisted(new Base32()))
                .isInstanceOfSatisfying(String.class, id -> assertIsSnowflake(TextForm.BASE32.parse(id)));
        assertThat(persisted(new Lenient(5L))).isEqualTo(5L);
        assertIsSnowflake(persisted(new Lenient(null)));
    }

    @Test
    void aMappingFileTakesThemWhereHibernateKnowsGeneratorsInOne() {
        Unit unit = Unit.with(Keys.generator())
                .sources(sources -> sources.addResource("io/snowkey/hibernate/orm-parameters.xml"));
        if (Keys.ONLY_ON_ATTRIBUTES) { // Hibernate 6 does not know that version of the format
            assertThatThrownBy(unit::open).hasStackTraceContaining("BadVersion");
            return;
        }
        try (SessionFactory factory = unit.open()) {
            assertThat(persisted(factory, new TextByXml()))
                    .isInstanceOfSatisfying(String.class, id -> assertIsSnowflake(TextForm.BASE62.parse(id)));
            TextByXml assigned = new TextByXml();
            assigned.id = "00000000005";
            assertThat(persisted(factory, assigned)).isEqualTo("00000000005");
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {WrongText.class, WrongFlag.class})
    void aWrongParameterIsRefusedAtStart(Class<?> entity) {
        assertThatThrownBy(() -> Unit.with(Keys.generator()).open(entity))
                .isInstanceOf(MappingException.class)
                .hasStackTraceContaining("Snowflake key " + entity.getName() + ".id: parameter '")
                .hasStackTraceContaining("is 'hex': must be ");
    }

    @Entity
    static class Base32 {
        @Id
        @GeneratedValue(generator = "orders32")
        @GenericGenerator(
                name = "orders32",
                type = NamedSnowflakeIdGenerator.class,
                parameters = @Parameter(name = "text", value = "base32"))
        @Column(length = 13)
        String id;
    }

    @Entity
    static class Lenient {
        @Id
        @GeneratedValue(generator = "imported")
        @GenericGenerator(
                name = "imported",
                type = NamedSnowflakeIdGenerator.class,
                parameters = @Parameter(name = "allowAssigned", value = "true"))
        Long id;

        Lenient(Long id) {
            this.id = id;
        }

        Lenient() {}
    }

    @Entity
    static class WrongText {
        @Id
        @GeneratedValue(generator = "hex")
        @GenericGenerator(
                name = "hex",
                type = NamedSnowflakeIdGenerator.class,
                parameters = @Parameter(name = "text", value = "hex"))
        String id;
    }

    @Entity
    static class WrongFlag {
        @Id
        @GeneratedValue(generator = "hex")
        @GenericGenerator(
                name = "hex",
                type = NamedSnowflakeIdGenerator.class,
                parameters = @Parameter(name = "allowAssigned", value = "hex"))
        String id;
    }
}

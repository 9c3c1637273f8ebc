// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.io.Serializable;
import java.util.UUID;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;

import org.hibernate.MappingException;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;

import static io.snowkey.hibernate.Keys.assertIsSnowflake;
import static io.snowkey.hibernate.Keys.persisted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Entities that know JPA only, and the generator by its name. */
class NamedGeneratorTest {

    @Test
    void theNameAloneGivesKeys() {
        assertIsSnowflake(persisted(new Named()));
        assertIsSnowflake(persisted(new NamedPrimitive()));
        assertIsSnowflake(persisted(new NamedText()));
    }

    @Test
    void theNameWorksInAnEmbeddedId() {
        assertThat(persisted(new NamedPart()))
                .isInstanceOfSatisfying(NamedPartId.class, id -> assertIsSnowflake(id.number));
    }

    @Test
    void theNameWorksInAMappingFile() {
        Unit unit = Unit.with(Keys.generator()).sources(sources -> sources.addResource("io/snowkey/hibernate/orm.xml"));
        try (SessionFactory factory = unit.open()) {
            assertIsSnowflake(persisted(factory, new MappedByXml()));
        }
    }

    @Test
    void aMissingSettingIsRefusedAtStart() {
        assertThatThrownBy(() -> new Unit().open(Named.class))
                .isInstanceOf(MappingException.class)
                .hasStackTraceContaining("Snowflake key " + Named.class.getName() + ".id: no generator")
                .hasStackTraceContaining("no setting 'snowkey.generator'");
    }

    @Test
    void anotherTypeIsRefusedAtStart() {
        assertThatThrownBy(() -> Unit.with(Keys.generator()).open(NamedUuid.class))
                .isInstanceOf(MappingException.class)
                .hasStackTraceContaining(NamedUuid.class.getName() + ".id: its type java.util.UUID");
    }

    @Test
    void aSequenceOfTheApplicationWithTheSameNameGoesOnAsBefore() {
        try (SessionFactory factory = new Unit().open(OwnSequence.class)) {
            assertThat(persisted(factory, new OwnSequence())).isEqualTo(500L);
        }
    }

    @Entity
    static class Named {
        @Id
        @GeneratedValue(generator = "snowflake")
        Long id;
    }

    @Entity
    static class NamedPrimitive {
        @Id
        @GeneratedValue(generator = "snowflake")
        long id;
    }

    @Entity
    static class NamedText {
        @Id
        @GeneratedValue(generator = "snowflake")
        String id;
    }

    @Entity
    static class NamedUuid {
        @Id
        @GeneratedValue(generator = "snowflake")
        UUID id;
    }

    @Entity
    static class NamedPart {
        @EmbeddedId
        NamedPartId id = new NamedPartId();
    }

    @Embeddable
    static class NamedPartId implements Serializable {
        @GeneratedValue(generator = "snowflake")
        Long number;

        String region = "eu";

        @Override
        public boolean equals(Object other) {
            return other instanceof NamedPartId that && that.number.equals(number) && that.region.equals(region);
        }

        @Override
        public int hashCode() {
            return number.hashCode();
        }
    }

    static class MappedByXml {
        long id;
    }

    @Entity
    static class OwnSequence {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "snowflake")
        @SequenceGenerator(name = "snowflake", sequenceName = "own_sequence", initialValue = 500)
        long id;
    }
}

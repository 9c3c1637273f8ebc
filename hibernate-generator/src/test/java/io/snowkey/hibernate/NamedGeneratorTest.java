// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import io.snowkey.hibernate.jpa.Entities.MappedByXml;
import io.snowkey.hibernate.jpa.Entities.Named;
import io.snowkey.hibernate.jpa.Entities.NamedPart;
import io.snowkey.hibernate.jpa.Entities.NamedPartId;
import io.snowkey.hibernate.jpa.Entities.NamedPrimitive;
import io.snowkey.hibernate.jpa.Entities.NamedText;
import io.snowkey.hibernate.jpa.Entities.NamedUuid;
import io.snowkey.hibernate.jpa.Entities.OwnSequence;
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
}

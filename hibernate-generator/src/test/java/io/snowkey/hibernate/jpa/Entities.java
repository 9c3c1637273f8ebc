// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate.jpa;

import java.io.Serializable;
import java.util.UUID;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;

import io.snowkey.hibernate.FlakeId;
import io.snowkey.hibernate.SnowflakeId;

/**
 * Entities that know JPA only, or hardly more. In a package of their own: Hibernate would find our generators by itself for
 * entities in ours.
 */
public final class Entities {

    private Entities() {}

    @Entity
    public static class Named {
        @Id
        @GeneratedValue(generator = "snowflake")
        public Long id;
    }

    @Entity
    public static class NamedPrimitive {
        @Id
        @GeneratedValue(generator = "snowflake")
        public long id;
    }

    @Entity
    public static class NamedText {
        @Id
        @GeneratedValue(generator = "snowflake")
        public String id;
    }

    @Entity
    public static class NamedUuid {
        @Id
        @GeneratedValue(generator = "snowflake")
        public UUID id;
    }

    @Entity
    @SnowflakeId
    public static class OnClass {
        @Id
        @GeneratedValue
        public long id;
    }

    @Entity
    @FlakeId
    public static class FlakeOnClass {
        @Id
        @GeneratedValue
        public UUID id;
    }

    @Entity
    public static class NamedFlake {
        @Id
        @GeneratedValue(generator = "flake")
        public UUID id;
    }

    @Entity
    public static class NamedPart {
        @EmbeddedId
        public NamedPartId id = new NamedPartId();
    }

    @Embeddable
    public static class NamedPartId implements Serializable {
        @GeneratedValue(generator = "snowflake")
        public Long number;

        public String region = "eu";

        @Override
        public boolean equals(Object other) {
            return other instanceof NamedPartId that && that.number.equals(number) && that.region.equals(region);
        }

        @Override
        public int hashCode() {
            return number.hashCode();
        }
    }

    public static class MappedByXml {
        public long id;
    }

    public static class TextByXml {
        public String id;
    }

    @Entity
    public static class OwnSequence {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "snowflake")
        @SequenceGenerator(name = "snowflake", sequenceName = "own_sequence", initialValue = 500)
        public long id;
    }

    @Entity
    public static class NamedIdentity {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY, generator = "snowflake")
        public long id;
    }
}

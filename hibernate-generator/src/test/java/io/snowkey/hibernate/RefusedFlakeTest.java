// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.math.BigInteger;
import java.util.UUID;
import java.util.function.Supplier;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

import io.snowkey.FlakeGenerator;
import org.hibernate.MappingException;
import org.hibernate.annotations.JdbcType;
import org.hibernate.type.descriptor.jdbc.BinaryJdbcType;
import org.hibernate.type.descriptor.jdbc.VarcharJdbcType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What cannot work with 128-bit keys is refused when the factory is built. */
class RefusedFlakeTest {

    @ParameterizedTest
    @ValueSource(classes = {OfLong.class, OfObject.class})
    void attributesOfOtherTypesAreRefused(Class<?> entity) throws NoSuchFieldException {
        assertThatThrownBy(() -> unit().open(entity))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(entity.getName() + ".id: its type "
                        + entity.getDeclaredField("id").getType().getName() + " is not one for a 128-bit id")
                .hasMessageContaining("Make it UUID, byte[] or String");
    }

    @ParameterizedTest
    @ValueSource(classes = {ShortBytes.class, ShortText.class, ShortUuidText.class, ShortUuidBytes.class})
    void columnsTooShortAreRefused(Class<?> entity) {
        assertThatThrownBy(() -> unit().open(entity))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(entity.getName() + ".id: it has a column of length ")
                .hasMessageContaining("Make the column that long.");
    }

    @Test
    void twoGeneratorsOnOneAttributeAreRefused() {
        assertThatThrownBy(() ->
                        unit().set(SnowkeySettings.GENERATOR, Keys.generator()).open(OfTwo.class))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(OfTwo.class.getName() + ".id")
                .hasMessageMatching("(?s).*(too many generator|has multiple).*");
        assertThatThrownBy(() -> unit().open(OfTwoNames.class))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(OfTwoNames.class.getName() + ".id: @FlakeId and @GeneratedValue(strategy = AUTO,"
                        + " generator = \"snowflake\") ask for two different generators");
    }

    private static Unit unit() {
        Supplier<FlakeGenerator> neverAsked = () -> {
            throw new AssertionError("asked for a generator");
        };
        return new Unit().set(SnowkeySettings.FLAKE_GENERATOR, neverAsked);
    }

    @Entity
    static class OfLong {
        @Id
        @FlakeId
        Long id;
    }

    @Entity
    static class OfObject {
        @Id
        @FlakeId
        BigInteger id;
    }

    @Entity
    static class ShortBytes {
        @Id
        @FlakeId
        @Column(length = 15)
        byte[] id;
    }

    @Entity
    static class ShortText {
        @Id
        @FlakeId
        @Column(length = 21)
        String id;
    }

    @Entity
    static class ShortUuidText {
        @Id
        @FlakeId
        @JdbcType(VarcharJdbcType.class)
        @Column(length = 35)
        UUID id;
    }

    @Entity
    static class ShortUuidBytes {
        @Id
        @FlakeId
        @JdbcType(BinaryJdbcType.class)
        @Column(length = 15)
        UUID id;
    }

    @Entity
    static class OfTwo {
        @Id
        @FlakeId
        @SnowflakeId
        String id;
    }

    @Entity
    static class OfTwoNames {
        @Id
        @FlakeId
        @GeneratedValue(generator = "snowflake")
        UUID id;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.math.BigDecimal;
import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import io.snowkey.SnowflakeGenerator;
import org.hibernate.MappingException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What cannot work is refused when the factory is built, not at the first insert. */
class RefusedMappingTest {

    @ParameterizedTest
    @ValueSource(classes = {OfInteger.class, OfInt.class, OfShort.class, OfUuid.class, OfBigDecimal.class})
    void attributesOfOtherTypes(Class<?> entity) throws NoSuchFieldException {
        assertThatThrownBy(
                        () -> Unit.with(SnowflakeGenerator.builder().workerId(0).build())
                                .open(entity))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(entity.getName() + ".id")
                .hasMessageContaining(
                        "its type " + entity.getDeclaredField("id").getType().getName())
                .hasMessageContaining("Make it long, Long or String");
    }

    @Entity
    static class OfInteger {
        @Id
        @SnowflakeId
        Integer id;
    }

    @Entity
    static class OfInt {
        @Id
        @SnowflakeId
        int id;
    }

    @Entity
    static class OfShort {
        @Id
        @SnowflakeId
        short id;
    }

    @Entity
    static class OfUuid {
        @Id
        @SnowflakeId
        UUID id;
    }

    @Entity
    static class OfBigDecimal {
        @Id
        @SnowflakeId
        BigDecimal id;
    }
}

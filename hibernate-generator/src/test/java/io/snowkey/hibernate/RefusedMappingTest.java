// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import org.hibernate.MappingException;
import org.hibernate.annotations.JavaType;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.UuidGenerator;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.AbstractClassJavaType;
import org.hibernate.type.descriptor.jdbc.BigIntJdbcType;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.descriptor.jdbc.JdbcTypeIndicators;
import org.junit.jupiter.api.Test;
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
                .hasMessageContaining("Make it long, Long, BigInteger or String");
    }

    @ParameterizedTest
    @ValueSource(classes = {ShortText.class, IntColumn.class, IntDefinition.class})
    void columnsTooNarrow(Class<?> entity) {
        assertThatThrownBy(() -> Unit.with(Keys.generator()).open(entity))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(entity.getName() + ".id: it ")
                .hasMessageContaining("too narrow for ids of 63 bits. Make it ");
    }

    @Test
    void aColumnThatIsWideEnoughForTheLayoutIsTaken() {
        SnowflakeLayout bits53 =
                SnowflakeLayout.builder().workerBits(2).sequenceBits(10).build();
        SnowflakeGenerator generator =
                SnowflakeGenerator.builder().layout(bits53).workerId(0).build();
        Unit.with(generator).open(Text16.class).close();
        assertThatThrownBy(() -> Unit.with(Keys.generator()).open(Text16.class))
                .hasMessageContaining("has a column of length 16")
                .hasMessageContaining("Make it at least 19 long.");
    }

    @ParameterizedTest
    @ValueSource(classes = {WithIdentity.class, WithSequence.class, WithOtherName.class, WithUuid.class})
    void twoGeneratorsOnOneAttribute(Class<?> entity) {
        assertThatThrownBy(() -> Unit.with(Keys.generator()).open(entity))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(entity.getName())
                .hasMessageMatching("(?s).*(ask for two different generators|too many generator|has multiple).*");
    }

    @Test
    void aTypeOfTheApplicationThatDoesNotTakeALong() {
        assertThatThrownBy(() -> Unit.with(Keys.generator()).open(OfIntWrapper.class))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(OfIntWrapper.class.getName() + ".id: ")
                .hasMessageContaining("wrap does not take the Long 9223372036854775807");
    }

    record IntId(int value) implements Serializable {}

    static final class IntIdJavaType extends AbstractClassJavaType<IntId> {
        private static final long serialVersionUID = 1;

        public IntIdJavaType() {
            super(IntId.class);
        }

        @Override
        public JdbcType getRecommendedJdbcType(JdbcTypeIndicators indicators) {
            return BigIntJdbcType.INSTANCE;
        }

        @Override
        public <X> X unwrap(IntId value, Class<X> type, WrapperOptions options) {
            return type.cast(value.value());
        }

        @Override
        public <X> IntId wrap(X value, WrapperOptions options) {
            return new IntId(Math.toIntExact((Long) value));
        }
    }

    @Entity
    static class OfIntWrapper {
        @Id
        @SnowflakeId
        @JavaType(IntIdJavaType.class)
        IntId id;
    }

    @Entity
    static class ShortText {
        @Id
        @SnowflakeId
        @Column(length = 18)
        String id;
    }

    @Entity
    static class Text16 {
        @Id
        @SnowflakeId
        @Column(length = 16)
        String id;
    }

    @Entity
    static class IntColumn {
        @Id
        @SnowflakeId
        @JdbcTypeCode(SqlTypes.INTEGER)
        long id;
    }

    @Entity
    static class IntDefinition {
        @Id
        @SnowflakeId
        @Column(columnDefinition = "INT not null")
        long id;
    }

    @Entity
    static class WithIdentity {
        @Id
        @SnowflakeId
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        long id;
    }

    @Entity
    static class WithSequence {
        @Id
        @SnowflakeId
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        long id;
    }

    @Entity
    static class WithOtherName {
        @Id
        @SnowflakeId
        @GeneratedValue(generator = "orders")
        long id;
    }

    @Entity
    static class WithUuid {
        @Id
        @SnowflakeId
        @UuidGenerator
        String id;
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

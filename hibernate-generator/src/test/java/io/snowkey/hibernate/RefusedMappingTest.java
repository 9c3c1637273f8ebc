// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.TextForm;
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
    @ValueSource(classes = {IntColumn.class, IntDefinition.class})
    void columnsTooNarrow(Class<?> entity) {
        assertThatThrownBy(() -> Unit.with(Keys.generator()).open(entity))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(entity.getName() + ".id: it ")
                .hasMessageContaining("too narrow for ids of 63 bits. Make it ");
    }

    @ParameterizedTest
    @ValueSource(classes = {ShortText.class, ShortBase62.class})
    void columnsTooShort(Class<?> entity) {
        assertThatThrownBy(() -> Unit.with(Keys.generator()).open(entity))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(entity.getName() + ".id: it has a column of length 1")
                .hasMessageContaining(" characters. Make the column that long.");
    }

    @Test
    void anIntColumnIsTakenIfTheIdsOfTheLayoutFit() {
        SnowflakeLayout seconds = SnowflakeLayout.builder()
                .tick(Duration.ofSeconds(1))
                .timestampBits(28)
                .workerBits(1)
                .sequenceBits(2)
                .build();
        SnowflakeGenerator generator =
                SnowflakeGenerator.builder().layout(seconds).workerId(0).build();

        Unit.with(generator).open(IntColumn.class).close();
    }

    @Test
    void aTextFormForANumber() {
        assertThatThrownBy(() -> Unit.with(Keys.generator()).open(NumberAsText.class))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(NumberAsText.class.getName() + ".id: its type long is not written as text")
                .hasMessageContaining("text = BASE32");
    }

    @ParameterizedTest
    @ValueSource(classes = {WithIdentity.class, WithSequence.class, WithOtherName.class, WithUuid.class})
    void twoGeneratorsOnOneAttribute(Class<?> entity) {
        assertThatThrownBy(() -> Unit.with(Keys.generator()).open(entity))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(entity.getName() + ".id")
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
    static class ShortBase62 {
        @Id
        @SnowflakeId(text = TextForm.BASE62)
        @Column(length = 10)
        String id;
    }

    @Entity
    static class NumberAsText {
        @Id
        @SnowflakeId(text = TextForm.BASE32)
        long id;
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

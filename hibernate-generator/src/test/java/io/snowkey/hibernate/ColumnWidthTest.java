// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.math.BigInteger;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import io.snowkey.FlakeGenerator;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.TextForm;
import org.hibernate.MappingException;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Columns without room for every id are found when the factory opens, as far as the mapping tells. */
class ColumnWidthTest {

    @ParameterizedTest
    @ValueSource(
            classes = {
                OfInteger.class,
                OfSmallint.class,
                OfTinyint.class,
                OfReal.class,
                OfFloat.class,
                OfDouble.class,
                OfPrecision.class,
                OfScale.class,
                OfShortText.class,
                DefinedInt.class,
                DefinedSmallint.class,
                DefinedNumeric.class,
                DefinedScale.class,
                DefinedVarchar.class,
                DefinedDouble.class
            })
    void numbersInColumnsTooNarrow(Class<?> entity) {
        assertThatThrownBy(() -> Unit.with(Keys.generator()).open(entity))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(entity.getName() + ".id: it ")
                .hasMessageContaining("too narrow for ids of 63 bits. Make it a bigint.");
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Wide.class,
                WidePrecision.class,
                WideText.class,
                DefinedBigint.class,
                DefinedWideNumeric.class,
                DefinedWideVarchar.class,
                DefinedUnlimited.class
            })
    void numbersInColumnsWideEnough(Class<?> entity) {
        Unit.with(Keys.generator()).open(entity).close();
    }

    @ParameterizedTest
    @CsvSource({"31, true", "32, false"})
    void theBitsOfTheLayoutDecide(int bits, boolean fits) {
        Unit unit = Unit.with(generator(bits));
        if (fits) {
            unit.open(OfInteger.class).close();
        } else {
            assertThatThrownBy(() -> unit.open(OfInteger.class)).hasMessageContaining("ids of 32 bits");
        }
    }

    @Test
    void fiftyThreeBitsFitIntoADouble() {
        Unit.with(generator(53)).open(OfDouble.class).close();
        assertThatThrownBy(() -> Unit.with(generator(54)).open(OfDouble.class))
                .hasMessageContaining(
                        "it is mapped to a floating-point column, which is too narrow for ids of 54 bits");
    }

    private static SnowflakeGenerator generator(int bits) {
        return SnowflakeGenerator.builder()
                .layout(SnowflakeLayout.builder()
                        .tick(Duration.ofDays(1))
                        .timestampBits(bits - 3)
                        .workerBits(1)
                        .sequenceBits(2)
                        .build())
                .workerId(0)
                .build();
    }

    @ParameterizedTest
    @ValueSource(classes = {DefinedShortText.class, DefinedVarying.class})
    void textInColumnsTooShort(Class<?> entity) {
        assertThatThrownBy(() -> Unit.with(Keys.generator()).open(entity))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(
                        entity.getName() + ".id: it has a column of length 18, and an id as DECIMAL has 19")
                .hasMessageContaining("Make the column that long.");
    }

    @Test
    void textInColumnsThatAreDefinedLongEnough() {
        Unit.with(Keys.generator()).open(DefinedLongText.class).close();
    }

    @ParameterizedTest
    @ValueSource(classes = {FlakeInShortBinary.class, FlakeInShortText.class})
    void flakesInColumnsTooShort(Class<?> entity) {
        Supplier<FlakeGenerator> flakes = () -> {
            throw new AssertionError("no key is needed");
        };
        assertThatThrownBy(() ->
                        new Unit().set(SnowkeySettings.FLAKE_GENERATOR, flakes).open(entity))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(entity.getName() + ".id: it has a column of length ");
    }

    @Test
    void hibernateIsToldWhatComesOut() {
        assertThat(new NamedSnowflakeIdGenerator().getGeneratedType()).isNull();
        SnowflakeIdGenerator generator = new SnowflakeIdGenerator();
        generator.prepare(new KeyAttribute("Order", "id", BigInteger.class, null, null), TextForm.DECIMAL, false);
        assertThat(generator.getGeneratedType()).isEqualTo(BigInteger.class);
    }

    @Entity
    static class OfInteger {
        @Id
        @SnowflakeId
        @JdbcTypeCode(SqlTypes.INTEGER)
        long id;
    }

    @Entity
    static class OfSmallint {
        @Id
        @SnowflakeId
        @JdbcTypeCode(SqlTypes.SMALLINT)
        long id;
    }

    @Entity
    static class OfTinyint {
        @Id
        @SnowflakeId
        @JdbcTypeCode(SqlTypes.TINYINT)
        long id;
    }

    @Entity
    static class OfReal {
        @Id
        @SnowflakeId
        @JdbcTypeCode(SqlTypes.REAL)
        long id;
    }

    @Entity
    static class OfFloat {
        @Id
        @SnowflakeId
        @JdbcTypeCode(SqlTypes.FLOAT)
        long id;
    }

    @Entity
    static class OfDouble {
        @Id
        @SnowflakeId
        @JdbcTypeCode(SqlTypes.DOUBLE)
        long id;
    }

    @Entity
    static class OfPrecision {
        @Id
        @SnowflakeId
        @Column(precision = 10)
        BigInteger id;
    }

    @Entity
    static class OfScale {
        @Id
        @SnowflakeId
        @JdbcTypeCode(SqlTypes.NUMERIC)
        @Column(precision = 19, scale = 2)
        long id;
    }

    @Entity
    static class OfShortText {
        @Id
        @SnowflakeId
        @JdbcTypeCode(SqlTypes.VARCHAR)
        @Column(length = 18)
        long id;
    }

    @Entity
    static class DefinedInt {
        @Id
        @SnowflakeId
        @Column(columnDefinition = "INT UNSIGNED not null")
        long id;
    }

    @Entity
    static class DefinedSmallint {
        @Id
        @SnowflakeId
        @Column(columnDefinition = "smallint")
        long id;
    }

    @Entity
    static class DefinedNumeric {
        @Id
        @SnowflakeId
        @Column(columnDefinition = "numeric(10)")
        long id;
    }

    @Entity
    static class DefinedScale {
        @Id
        @SnowflakeId
        @Column(columnDefinition = "decimal(20, 2) not null")
        BigInteger id;
    }

    @Entity
    static class DefinedVarchar {
        @Id
        @SnowflakeId
        @JdbcTypeCode(SqlTypes.VARCHAR)
        @Column(columnDefinition = "varchar(10)")
        long id;
    }

    @Entity
    static class DefinedDouble {
        @Id
        @SnowflakeId
        @Column(columnDefinition = "double precision")
        long id;
    }

    @Entity
    static class Wide {
        @Id
        @SnowflakeId
        @Column(precision = 10, length = 5) // neither means anything to a bigint
        long id;
    }

    @Entity
    static class WidePrecision {
        @Id
        @SnowflakeId
        @Column(precision = 19)
        BigInteger id;
    }

    @Entity
    static class WideText {
        @Id
        @SnowflakeId
        @JdbcTypeCode(SqlTypes.VARCHAR)
        @Column(length = 19)
        long id;
    }

    @Entity
    static class DefinedBigint {
        @Id
        @SnowflakeId
        @Column(columnDefinition = "bigint not null")
        long id;
    }

    @Entity
    static class DefinedWideNumeric {
        @Id
        @SnowflakeId
        @Column(columnDefinition = "NUMERIC(19, 0)")
        BigInteger id;
    }

    @Entity
    static class DefinedWideVarchar {
        @Id
        @SnowflakeId
        @JdbcTypeCode(SqlTypes.VARCHAR)
        @Column(columnDefinition = "varchar(19)")
        long id;
    }

    @Entity
    static class DefinedUnlimited {
        @Id
        @SnowflakeId
        @Column(columnDefinition = "numeric")
        BigInteger id;
    }

    @Entity
    static class DefinedShortText {
        @Id
        @SnowflakeId
        @Column(columnDefinition = "varchar(18) not null")
        String id;
    }

    @Entity
    static class DefinedVarying {
        @Id
        @SnowflakeId
        @Column(columnDefinition = "character varying (18)")
        String id;
    }

    @Entity
    static class DefinedLongText {
        @Id
        @SnowflakeId
        @Column(length = 5, columnDefinition = "varchar(19)")
        String id;
    }

    @Entity
    static class FlakeInShortBinary {
        @Id
        @FlakeId
        @JdbcTypeCode(SqlTypes.BINARY)
        @Column(columnDefinition = "binary(15)")
        UUID id;
    }

    @Entity
    static class FlakeInShortText {
        @Id
        @FlakeId
        @Column(columnDefinition = "varchar(21)")
        String id;
    }
}

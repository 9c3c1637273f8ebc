// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.math.BigInteger;
import java.sql.Types;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.snowkey.SnowflakeLayout;
import io.snowkey.TextForm;
import org.hibernate.mapping.Column;
import org.hibernate.type.BasicType;
import org.jspecify.annotations.Nullable;

/** Whether a column has room for every id, as far as the mapping says what it is. */
final class ColumnWidth {

    private static final int LONGEST = Long.SIZE - 1;
    private static final int FLAKE_BYTES = 16;
    private static final int FLAKE_CHARACTERS = 22;
    private static final int UUID_CHARACTERS = 36;

    /** How many bits fit without a sign: into integers, and exactly into fractions. */
    private static final Map<Integer, Integer> BITS_BY_CODE = Map.of(
            Types.TINYINT, 7, Types.SMALLINT, 15, Types.INTEGER, 31, Types.REAL, 24, Types.FLOAT, 53, Types.DOUBLE, 53);

    /** The same by the names in definitions of columns. */
    private static final Map<String, Integer> BITS_BY_NAME = Map.ofEntries(
            Map.entry("tinyint", 7),
            Map.entry("smallint", 15),
            Map.entry("int2", 15),
            Map.entry("smallserial", 15),
            Map.entry("mediumint", 23),
            Map.entry("int", 31),
            Map.entry("integer", 31),
            Map.entry("int4", 31),
            Map.entry("serial", 31),
            Map.entry("real", 24),
            Map.entry("float4", 24),
            Map.entry("float", 53),
            Map.entry("float8", 53),
            Map.entry("double", 53));

    private static final List<String> DECIMALS = List.of("numeric", "decimal", "dec", "number");
    private static final List<String> SIZED =
            List.of("char", "character", "varchar", "varchar2", "nchar", "nvarchar", "binary", "varbinary");

    private static final Pattern DEFINITION = Pattern.compile(
            "\\s*([a-z]\\w*)(?:\\s+varying|\\s+precision)?\\s*(?:\\(\\s*(\\d{1,9})\\s*(?:,\\s*(\\d{1,9}))?.*)?.*",
            Pattern.DOTALL);

    private ColumnWidth() {}

    /**
     * @param layout the layout of the ids, or {@code null} if it is not known yet: then they may have 63 bits
     * @throws org.hibernate.MappingException if the mapping says that the column is too narrow
     */
    static void check(KeyAttribute attribute, @Nullable SnowflakeLayout layout, TextForm text) {
        int bits = bits(layout);
        if (attribute.javaType() == String.class) {
            requireLength(attribute, text.width(), "an id as " + text + " has " + text.width() + " characters");
        } else {
            requireBits(attribute, bits);
        }
    }

    /**
     * For 128 bits.
     *
     * @throws org.hibernate.MappingException if the mapping says that the column is too narrow
     */
    static void check(KeyAttribute attribute) {
        int code = jdbcType(attribute);
        if (attribute.javaType() == byte[].class || code == Types.BINARY || code == Types.VARBINARY) {
            requireLength(attribute, FLAKE_BYTES, "an id has " + FLAKE_BYTES + " bytes");
        } else if (attribute.javaType() == String.class) {
            requireLength(attribute, FLAKE_CHARACTERS, "an id has " + FLAKE_CHARACTERS + " characters");
        } else if (attribute.javaType() == UUID.class && (code == Types.CHAR || code == Types.VARCHAR)) {
            requireLength(attribute, UUID_CHARACTERS, "a UUID has " + UUID_CHARACTERS + " characters");
        }
    }

    private static void requireBits(KeyAttribute attribute, int bits) {
        int code = jdbcType(attribute);
        int digits = digits(bits);
        boolean text = code == Types.CHAR || code == Types.VARCHAR || code == Types.NCHAR || code == Types.NVARCHAR;
        boolean decimal = code == Types.NUMERIC || code == Types.DECIMAL;
        boolean defined = false;
        for (Column column : columns(attribute)) {
            Matcher definition = definition(column);
            defined |= definition != null;
            if (definition != null) {
                requireBits(attribute, bits, digits, definition, column.getSqlType());
            } else if (decimal && column.getPrecision() != null) {
                int scale = column.getScale() == null ? 0 : column.getScale();
                requireDigits(
                        attribute,
                        bits,
                        digits,
                        "has a column of " + column.getPrecision() + " digits, " + scale + " of them after the point",
                        column.getPrecision() - scale);
            } else if (text && column.getLength() != null) {
                requireDigits(
                        attribute,
                        bits,
                        digits,
                        "has a column of length " + column.getLength(),
                        column.getLength().intValue());
            }
        }
        Integer room = BITS_BY_CODE.get(code);
        if (!defined && room != null && room < bits) {
            throw narrow(
                    attribute,
                    "is mapped to " + (isFraction(code) ? "a floating-point" : "an integer") + " column",
                    bits);
        }
    }

    private static void requireBits(
            KeyAttribute attribute, int bits, int digits, Matcher definition, @Nullable String written) {
        Integer size = definition.group(2) == null ? null : Integer.valueOf(definition.group(2));
        int scale = definition.group(3) == null ? 0 : Integer.parseInt(definition.group(3));
        if (isNarrow(definition.group(1), size, scale, bits, digits)) {
            throw narrow(attribute, "has the column definition '" + written + "'", bits);
        }
    }

    /**
     * Whether a column is too narrow for numbers of so many bits.
     *
     * @param type the first word of its type, in small letters
     * @param size its digits or characters, or {@code null} if nothing is said
     */
    static boolean isNarrow(String type, @Nullable Integer size, int scale, int bits) {
        return isNarrow(type, size, scale, bits, digits(bits));
    }

    private static boolean isNarrow(String type, @Nullable Integer size, int scale, int bits, int digits) {
        Integer room = BITS_BY_NAME.get(type);
        if (room != null) {
            return room < bits;
        }
        return size != null && (DECIMALS.contains(type) || SIZED.contains(type)) && size - scale < digits;
    }

    /** How many bits the ids of a layout have; all that there are, if it is not known yet. */
    static int bits(@Nullable SnowflakeLayout layout) {
        return layout == null ? LONGEST : layout.timestampBits() + layout.workerBits() + layout.sequenceBits();
    }

    private static int digits(int bits) {
        return BigInteger.ONE
                .shiftLeft(bits)
                .subtract(BigInteger.ONE)
                .toString()
                .length();
    }

    private static void requireDigits(KeyAttribute attribute, int bits, int digits, String what, int given) {
        if (given < digits) {
            throw narrow(attribute, what, bits);
        }
    }

    private static void requireLength(KeyAttribute attribute, int length, String why) {
        for (Column column : columns(attribute)) {
            Matcher definition = definition(column);
            long given = Long.MAX_VALUE;
            if (definition != null) {
                if (definition.group(2) != null && SIZED.contains(definition.group(1))) {
                    given = Long.parseLong(definition.group(2));
                }
            } else if (column.getLength() != null) {
                given = column.getLength().longValue();
            }
            if (given < length) {
                throw attribute.refused(
                        "it has a column of length " + given + ", and " + why + ". Make the column that long.");
            }
        }
    }

    private static @Nullable Matcher definition(Column column) {
        String definition = column.getSqlType();
        if (definition == null) {
            return null;
        }
        Matcher form = DEFINITION.matcher(definition.toLowerCase(Locale.ROOT));
        return form.matches() ? form : null;
    }

    private static List<Column> columns(KeyAttribute attribute) {
        return attribute.value() == null ? List.of() : attribute.value().getColumns();
    }

    private static int jdbcType(KeyAttribute attribute) {
        return attribute.type() instanceof BasicType<?> mapped
                ? mapped.getJdbcType().getDefaultSqlTypeCode()
                : Types.OTHER;
    }

    private static boolean isFraction(int code) {
        return code == Types.REAL || code == Types.FLOAT || code == Types.DOUBLE;
    }

    private static RuntimeException narrow(KeyAttribute attribute, String what, int bits) {
        return attribute.refused(
                "it " + what + ", which is too narrow for ids of " + bits + " bits. Make it a bigint.");
    }
}

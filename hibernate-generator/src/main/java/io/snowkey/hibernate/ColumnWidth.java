// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.sql.Types;
import java.util.UUID;
import java.util.regex.Pattern;

import io.snowkey.SnowflakeLayout;
import io.snowkey.TextForm;
import org.hibernate.mapping.Column;
import org.hibernate.type.BasicType;
import org.jspecify.annotations.Nullable;

/** Whether a column has room for every id. */
final class ColumnWidth {

    private static final int LONGEST = Long.SIZE - 1;
    private static final int INT = Integer.SIZE - 1;
    private static final int FLAKE_BYTES = 16;
    private static final int FLAKE_CHARACTERS = 22;
    private static final int UUID_CHARACTERS = 36;
    private static final Pattern NARROW =
            Pattern.compile("\\s*(tiny|small|medium)?(int|integer|int2|int4|serial)\\b.*", Pattern.CASE_INSENSITIVE);

    private ColumnWidth() {}

    /**
     * @param layout the layout of the ids, or {@code null} if it is not known yet: then they may have 63 bits
     * @throws org.hibernate.MappingException if the mapping says that the column is too narrow
     */
    static void check(KeyAttribute attribute, @Nullable SnowflakeLayout layout, TextForm text) {
        int bits = layout == null ? LONGEST : layout.timestampBits() + layout.workerBits() + layout.sequenceBits();
        int code = jdbcType(attribute);
        if (bits > INT && (code == Types.INTEGER || code == Types.SMALLINT || code == Types.TINYINT)) {
            throw attribute.refused(narrow("is mapped to an integer column", bits) + "Make it a bigint.");
        }
        if (attribute.value() == null) {
            return;
        }
        for (Column column : attribute.value().getColumns()) {
            String definition = column.getSqlType();
            if (definition != null && bits > INT && NARROW.matcher(definition).matches()) {
                throw attribute.refused(
                        narrow("has the column definition '" + definition + "'", bits) + "Make it a bigint.");
            }
        }
        if (attribute.javaType() == String.class) {
            requireLength(attribute, text.width(), "an id as " + text + " has " + text.width() + " characters");
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

    private static void requireLength(KeyAttribute attribute, int length, String why) {
        if (attribute.value() == null) {
            return;
        }
        for (Column column : attribute.value().getColumns()) {
            Number given = column.getLength();
            if (given != null && given.longValue() < length) {
                throw attribute.refused(
                        "it has a column of length " + given + ", and " + why + ". Make the column that long.");
            }
        }
    }

    private static int jdbcType(KeyAttribute attribute) {
        return attribute.type() instanceof BasicType<?> mapped
                ? mapped.getJdbcType().getDefaultSqlTypeCode()
                : Types.OTHER;
    }

    private static String narrow(String what, int bits) {
        return "it " + what + ", which is too narrow for ids of " + bits + " bits. ";
    }
}

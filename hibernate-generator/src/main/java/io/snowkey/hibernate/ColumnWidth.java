// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.sql.Types;
import java.util.regex.Pattern;

import io.snowkey.SnowflakeLayout;
import io.snowkey.TextForm;
import org.hibernate.mapping.Column;
import org.hibernate.type.BasicType;
import org.jspecify.annotations.Nullable;

/** Whether a column has room for every id of a layout. */
final class ColumnWidth {

    private static final int LONGEST = Long.SIZE - 1;
    private static final int INT = Integer.SIZE - 1;
    private static final Pattern NARROW =
            Pattern.compile("\\s*(tiny|small|medium)?(int|integer|int2|int4|serial)\\b.*", Pattern.CASE_INSENSITIVE);

    private ColumnWidth() {}

    /**
     * @param layout the layout of the ids, or {@code null} if it is not known yet: then they may have 63 bits
     * @throws org.hibernate.MappingException if the mapping says that the column is too narrow
     */
    static void check(KeyAttribute attribute, @Nullable SnowflakeLayout layout, TextForm text) {
        int bits = layout == null ? LONGEST : layout.timestampBits() + layout.workerBits() + layout.sequenceBits();
        if (bits > INT && isMappedToInt(attribute)) {
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
            Number length = column.getLength();
            if (attribute.javaType() == String.class && length != null && length.longValue() < text.width()) {
                throw attribute.refused("it has a column of length " + length + ", and an id as " + text + " has "
                        + text.width() + " characters. Make the column that long.");
            }
        }
    }

    private static boolean isMappedToInt(KeyAttribute attribute) {
        if (attribute.type() instanceof BasicType<?> mapped) {
            int code = mapped.getJdbcType().getDefaultSqlTypeCode();
            return code == Types.INTEGER || code == Types.SMALLINT || code == Types.TINYINT;
        }
        return false;
    }

    private static String narrow(String what, int bits) {
        return "it " + what + ", which is too narrow for ids of " + bits + " bits. ";
    }
}

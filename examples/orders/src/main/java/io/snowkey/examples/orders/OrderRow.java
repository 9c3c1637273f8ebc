// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.math.BigDecimal;
import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

/** A row that can be stored. */
record OrderRow(
        long line,
        long number,
        @Nullable String supplier,
        @Nullable String type,
        @Nullable LocalDate awardedOn,
        @Nullable LocalDate startsOn,
        @Nullable LocalDate endsOn,
        BigDecimal total,
        boolean awarded,
        String project,
        String agency)
        implements CsvRow {

    /** Reads the fields. The first one that cannot be stored makes the row a bad one. */
    static CsvRow read(long line, RowFields fields) {
        try {
            return new OrderRow(
                    line,
                    fields.number(Column.NUMBER),
                    fields.optionalText(Column.SUPPLIER, 1024),
                    fields.optionalText(Column.TYPE, 250),
                    fields.optionalDate(Column.AWARDED_ON),
                    fields.optionalDate(Column.STARTS_ON),
                    fields.optionalDate(Column.ENDS_ON),
                    fields.amount(Column.TOTAL),
                    fields.yesOrNo(Column.AWARDED),
                    fields.text(Column.PROJECT, 64),
                    fields.text(Column.AGENCY, 16));
        } catch (RowFields.Unreadable e) {
            return new BadRow(line, e.column().header(), e.value(), e.reason());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The fields of one row, as values that the tables can hold. Nothing is repaired: a value that does not fit is refused.
 */
final class RowFields {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd[' 00:00:00']", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    /** The longest text, in bytes. An index entry of PostgreSQL holds no more than 2,704 bytes. */
    private static final int MAX_BYTES = 2_600;

    private static final int MAX_DIGITS = 18;
    private static final int MAX_PLACES = 6;

    private final Function<Column, String> values;

    /** @param values the text of each column */
    RowFields(Function<Column, String> values) {
        this.values = values;
    }

    /** Thrown if a field cannot be stored. It is thrown once per bad row, so it has no stack trace. */
    static final class Unreadable extends Exception {

        private final Column column;
        private final String value;
        private final String reason;

        Unreadable(Column column, String value, String reason) {
            super(reason, null, false, false);
            this.column = column;
            this.value = value;
            this.reason = reason;
        }

        Column column() {
            return column;
        }

        String value() {
            return value;
        }

        String reason() {
            return reason;
        }
    }

    String text(Column column, int maxLength) throws Unreadable {
        String text = optionalText(column, maxLength);
        if (text == null) {
            throw new Unreadable(column, "", "is empty");
        }
        return text;
    }

    @Nullable
    String optionalText(Column column, int maxLength) throws Unreadable {
        String text = values.apply(column).strip();
        if (text.indexOf('\0') >= 0) {
            throw new Unreadable(column, text.replace('\0', '?'), "has a NUL character, which databases do not store");
        }
        if (text.codePointCount(0, text.length()) > maxLength) {
            throw new Unreadable(column, text, "is longer than " + maxLength + " characters");
        }
        if (text.length() > MAX_BYTES / 4 && text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new Unreadable(column, text, "is longer than " + MAX_BYTES + " bytes");
        }
        return text.isEmpty() ? null : text;
    }

    long number(Column column) throws Unreadable {
        String text = text(column, 100);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new Unreadable(column, text, "is not a whole number of 64 bits");
        }
    }

    BigDecimal amount(Column column) throws Unreadable {
        String text = text(column, 100);
        BigDecimal amount;
        try {
            amount = new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new Unreadable(column, text, "is not a number");
        }
        // This check comes before anything that would write out all the digits of 1E+999999999.
        if ((long) amount.precision() - amount.scale() > MAX_DIGITS || amount.scale() > MAX_PLACES) {
            throw new Unreadable(
                    column,
                    text,
                    "has more than " + MAX_DIGITS + " digits before or " + MAX_PLACES + " after the point");
        }
        return amount;
    }

    @Nullable
    LocalDate optionalDate(Column column) throws Unreadable {
        String text = optionalText(column, 100);
        if (text == null) {
            return null;
        }
        try {
            LocalDate date = LocalDate.parse(text, DATE);
            if (date.getYear() >= 1) {
                return date;
            }
        } catch (DateTimeParseException e) {
            // This is refused below, together with the year 0.
        }
        throw new Unreadable(column, text, "is not a date; yyyy-MM-dd, with or without 00:00:00, is");
    }

    boolean yesOrNo(Column column) throws Unreadable {
        String text = text(column, 100);
        return switch (text) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw new Unreadable(column, text, "is neither yes nor no");
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

/**
 * A row that is left out.
 *
 * @param line the line of the file on which it begins, from 1
 * @param column the header of the first bad column, or empty if the row as a whole is bad
 * @param value the bad text: that of the column or of the row
 * @param reason what is wrong with it
 */
record BadRow(long line, String column, String value, String reason) implements CsvRow {

    private static final int SHOWN = 60;

    @Override
    public String toString() {
        String shown = value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...";
        return "line " + line + ": " + (column.isEmpty() ? "" : column + " ") + "\"" + shown + "\": " + reason;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import io.snowkey.TextForm;

/**
 * How an id is written outside of the application, and read.
 *
 * @param form how it is written; decimal is without leading zeros
 */
record IdText(TextForm form) {

    private static final int MAX_DIGITS = TextForm.DECIMAL.width();

    /** @throws IllegalArgumentException if the id is negative */
    String write(long id) {
        String text = form.format(id);
        return form == TextForm.DECIMAL ? Long.toString(id) : text;
    }

    /** @throws IllegalArgumentException if the text is no id; the message shows it */
    long read(String text) {
        if (text.length() == form.width()) {
            return form.parse(text);
        }
        if (text.isEmpty() || text.length() > MAX_DIGITS || !text.chars().allMatch(IdText::isDigit)) {
            throw new IllegalArgumentException("id \"" + text + "\": must be 1 to " + MAX_DIGITS + " decimal digits"
                    + (form == TextForm.DECIMAL ? "" : ", or " + form.width() + " characters in the form " + form));
        }
        return TextForm.DECIMAL.parse("0".repeat(MAX_DIGITS - text.length()) + text);
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }
}

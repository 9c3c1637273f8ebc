// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.text;

import io.snowkey.TextForm;

/**
 * An id in one of the text forms. It is read from decimal digits, too.
 *
 * @param form the form in which the id is written; decimal is written without leading zeros
 */
record FormText(TextForm form) implements IdText {

    /** The digits of the number. */
    static final FormText DECIMAL = new FormText(TextForm.DECIMAL);

    private static final int MAX_DIGITS = TextForm.DECIMAL.width();

    @Override
    public String write(long id) {
        String text = form.format(id);
        return form == TextForm.DECIMAL ? Long.toString(id) : text;
    }

    @Override
    public long read(String text) {
        if (text.length() == form.width()) {
            return form.parse(text);
        }
        if (text.isEmpty() || text.length() > MAX_DIGITS || !text.chars().allMatch(FormText::isDigit)) {
            throw new IllegalArgumentException("id \"" + text + "\": must be 1 to " + MAX_DIGITS + " decimal digits"
                    + (form == TextForm.DECIMAL ? "" : ", or " + form.width() + " characters in the form " + form));
        }
        return TextForm.DECIMAL.parse("0".repeat(MAX_DIGITS - text.length()) + text);
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }
}

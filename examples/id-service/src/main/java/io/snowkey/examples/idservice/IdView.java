// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import io.snowkey.DecodedId;
import io.snowkey.SnowflakeLayout;
import io.snowkey.TextForm;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an id.
 *
 * @param id the id in decimal, a string because readers of JSON round such numbers
 * @param instant when it was issued, by the clock of its worker
 * @param timestamp ticks since the layout's epoch
 * @param workerId the worker that issued it
 * @param sequence its number among those of its worker and tick
 * @param decimal the id in 19 decimal digits
 * @param base32 the id in 13 characters of base 32
 * @param base62 the id in 11 characters of base 62
 */
record IdView(
        String id,
        String instant,
        long timestamp,
        long workerId,
        long sequence,
        String decimal,
        String base32,
        String base62) {

    /**
     * Takes the text of an id apart. A text that begins with 0, or has more than digits, is base 32 if it has 13
     * characters, and base 62 if it has 11. Every other text is decimal.
     *
     * @param form the form, or {@code null} if it is to be guessed
     * @throws ProblemException if there is no such form, or the text is no id
     */
    static IdView of(String text, @Nullable String form, SnowflakeLayout layout) {
        try {
            return of(layout.decode(parse(text, form)));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.badRequest(
                    text.length() > TextForm.DECIMAL.width() ? tooLong(text) : String.valueOf(e.getMessage())));
        }
    }

    private static IdView of(DecodedId id) {
        return new IdView(
                Long.toString(id.id()),
                id.instant().toString(),
                id.timestamp(),
                id.workerId(),
                id.sequence(),
                id.text(TextForm.DECIMAL),
                id.text(TextForm.BASE32),
                id.text(TextForm.BASE62));
    }

    private static long parse(String text, @Nullable String form) {
        TextForm chosen = form == null ? guess(text) : form(form);
        return chosen == TextForm.DECIMAL ? decimal(text) : chosen.parse(text);
    }

    private static TextForm guess(String text) {
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || text.charAt(0) == '0') {
            if (text.length() == TextForm.BASE32.width()) {
                return TextForm.BASE32;
            }
            if (text.length() == TextForm.BASE62.width()) {
                return TextForm.BASE62;
            }
        }
        return TextForm.DECIMAL;
    }

    /** Reads decimal digits, with or without leading zeros. */
    private static long decimal(String text) {
        boolean shorter = !text.isEmpty() && text.length() < TextForm.DECIMAL.width();
        return TextForm.DECIMAL.parse(shorter ? "0".repeat(TextForm.DECIMAL.width() - text.length()) + text : text);
    }

    private static TextForm form(String form) {
        return switch (form) {
            case "decimal" -> TextForm.DECIMAL;
            case "base32" -> TextForm.BASE32;
            case "base62" -> TextForm.BASE62;
            default ->
                throw new ProblemException(Problem.badRequest(
                        "form is " + Problem.shown(form) + ": must be decimal, base32, base62 or flakeid."));
        };
    }

    private static String tooLong(String text) {
        return "id " + Problem.shown(text) + " has " + text.length() + " characters: must have at most "
                + TextForm.DECIMAL.width() + " digits, or be one of " + TextForm.BASE32.width() + " characters in base"
                + " 32 or " + TextForm.BASE62.width() + " in base 62.";
    }
}

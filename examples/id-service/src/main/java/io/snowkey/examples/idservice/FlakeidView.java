// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The parts of an id of the Go service {@code flakeid}. Such an id has 128 bits, most significant first: 48 of
 * milliseconds since 1970, 16 of zero, 48 of hardware address, 16 of sequence. No id of this service looks like it.
 *
 * @param flakeid the id in 32 hexadecimal digits, small letters
 * @param instant when it was issued, by the clock of its host
 * @param hardwareAddress the host that issued it
 * @param sequence its number among those of its host and millisecond
 */
record FlakeidView(String flakeid, String instant, String hardwareAddress, int sequence) {

    /** The name of this form in a request. */
    static final String FORM = "flakeid";

    private static final int DIGITS = 32;
    private static final String ZEROS = "0000";
    private static final HexFormat WITH_COLONS = HexFormat.ofDelimiter(":");

    /** Whether a text can only be such an id. */
    static boolean looksLike(String text) {
        return text.length() == DIGITS && text.chars().allMatch(HexFormat::isHexDigit);
    }

    /**
     * Takes an id apart.
     *
     * @throws ProblemException if the text is not such an id; the problem says why
     */
    static FlakeidView of(String text) {
        if (!looksLike(text) || !text.startsWith(ZEROS, 12)) {
            throw new ProblemException(Problem.badRequest("id " + Problem.shown(text)
                    + " is none of flakeid: must be 32 hexadecimal digits, of which the 13th to the 16th are 0."));
        }
        return new FlakeidView(
                text.toLowerCase(Locale.ROOT),
                Instant.ofEpochMilli(HexFormat.fromHexDigitsToLong(text, 0, 12)).toString(),
                WITH_COLONS.formatHex(HexFormat.of().parseHex(text, 16, 28)),
                HexFormat.fromHexDigits(text, 28, DIGITS));
    }
}

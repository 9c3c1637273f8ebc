// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes ids as decimal text: one a line, or as strings in JSON. As numbers, readers of JSON would round them. */
final class IdFormatter {

    private static final int MAX_DIGITS = 19;
    private static final byte[] PAIRS = new byte[200];

    static {
        for (int i = 0; i < 100; i++) {
            PAIRS[2 * i] = (byte) ('0' + i / 10);
            PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
        }
    }

    private IdFormatter() {}

    /** One id: its digits alone, or an object in JSON. */
    static byte[] one(long id, boolean json) {
        if (json) {
            return ("{\"id\":\"" + id + "\"}").getBytes(StandardCharsets.US_ASCII);
        }
        byte[] text = new byte[MAX_DIGITS];
        int start = digits(id, text, MAX_DIGITS);
        return start == 0 ? text : Arrays.copyOfRange(text, start, MAX_DIGITS);
    }

    /**
     * A part of a list of ids. The parts in their order are the text of the list.
     *
     * @param from the index of the first id of the part
     * @param to the index after its last id
     */
    static byte[] part(long[] ids, int from, int to, boolean json) {
        // The text is written from its end to its beginning, as the digits come. Only
        // the whole is moved afterwards.
        byte[] text = new byte[(to - from) * (MAX_DIGITS + 3) + 16];
        int start = text.length;
        if (json && to == ids.length) {
            text[--start] = '}';
            text[--start] = ']';
        }
        for (int i = to - 1; i >= from; i--) {
            if (json) {
                if (i < ids.length - 1) {
                    text[--start] = ',';
                }
                text[--start] = '"';
                start = digits(ids[i], text, start);
                text[--start] = '"';
            } else {
                text[--start] = '\n';
                start = digits(ids[i], text, start);
            }
        }
        if (json && from == 0) {
            byte[] opening = "{\"ids\":[".getBytes(StandardCharsets.US_ASCII);
            start -= opening.length;
            System.arraycopy(opening, 0, text, start, opening.length);
        }
        return Arrays.copyOfRange(text, start, text.length);
    }

    /** Writes an id so that it ends before a position. Returns where it begins. */
    private static int digits(long id, byte[] text, int end) {
        int at = end;
        long rest = id;
        while (rest >= 100) {
            long next = rest / 100;
            int pair = (int) (rest - next * 100) * 2;
            text[--at] = PAIRS[pair + 1];
            text[--at] = PAIRS[pair];
            rest = next;
        }
        int pair = (int) rest * 2;
        text[--at] = PAIRS[pair + 1];
        if (rest >= 10) {
            text[--at] = PAIRS[pair];
        }
        return at;
    }
}

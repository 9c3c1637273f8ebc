// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

import org.jspecify.annotations.Nullable;

/**
 * Reads what a service answers: its ids, and when it may be asked again.
 *
 * <p>An answer with ids has as many as were asked for, one a line. <em>Each</em> line ends with a line feed. The last
 * line feed shows that the answer is whole. If the answer was cut within the last id, the first digits of this id would
 * look like an id, too.
 */
final class AnswerParser {

    private static final int MAX_DIGITS = 19;
    /** How many characters of a text a message shows. */
    private static final int SHOWN = 300;
    /** The longest wait. It holds also if a service, or a proxy in front of it, says more. */
    static final Duration MAX_RETRY_AFTER = Duration.ofSeconds(30);

    private AnswerParser() {}

    /** The most bytes that an answer with this many ids has. */
    static int maxBytes(int count) {
        return count * (MAX_DIGITS + 1);
    }

    /**
     * Reads that many ids.
     *
     * @throws RequestFailedException if the text is anything else; the message shows the text
     */
    static long[] ids(byte[] text, int count) throws RequestFailedException {
        long[] ids = new long[count];
        int at = 0;
        for (int i = 0; i < count; i++) {
            int end = at;
            while (end < text.length && text[end] >= '0' && text[end] <= '9') {
                end++;
            }
            if (end == text.length || text[end] != '\n') {
                throw refused(text, i + 1, "is not an id and a line feed");
            }
            ids[i] = id(text, at, end, i + 1);
            at = end + 1;
        }
        if (at < text.length) {
            throw refused(text, count + 1, "is one more than was asked for");
        }
        return ids;
    }

    private static long id(byte[] text, int from, int to, int line) throws RequestFailedException {
        int digits = to - from;
        if (digits == 0 || digits > MAX_DIGITS || (digits > 1 && text[from] == '0')) {
            throw refused(text, line, "is not an id: 1 to " + MAX_DIGITS + " digits without a leading 0");
        }
        long id = 0;
        for (int i = from; i < to; i++) {
            id = id * 10 + (text[i] - '0');
        }
        // A number of nineteen digits overflows at most once, and is negative then.
        if (id < 0) {
            throw refused(text, line, "is not an id: more than " + Long.MAX_VALUE);
        }
        return id;
    }

    /**
     * Reads the {@code Retry-After} of RFC 9110: a number of seconds, or a date.
     *
     * @return how long to wait, or {@code null} if the text cannot be understood
     */
    static @Nullable Duration retryAfter(String text, Instant now) {
        String value = text.strip();
        if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return value.length() > 9 ? MAX_RETRY_AFTER : atMost(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            Instant date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
            return date.isBefore(now) ? Duration.ZERO : atMost(Duration.between(now, date));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Duration atMost(Duration wait) {
        return wait.compareTo(MAX_RETRY_AFTER) < 0 ? wait : MAX_RETRY_AFTER;
    }

    private static RequestFailedException refused(byte[] text, int line, String why) {
        return new RequestFailedException("line " + line + " of the answer " + why + ". The answer: " + shown(text));
    }

    /** Makes a text from elsewhere fit into a message: its beginning, in quotes, on one line. */
    static String shown(byte[] text) {
        String all = new String(text, 0, Math.min(text.length, 4 * SHOWN), StandardCharsets.UTF_8);
        StringBuilder shown = new StringBuilder("\"");
        int length = Math.min(all.length(), SHOWN);
        for (int i = 0; i < length; i++) {
            char c = all.charAt(i);
            switch (c) {
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                default -> shown.append(Character.isISOControl(c) ? '\uFFFD' : c);
            }
        }
        shown.append(length < all.length() ? "…\"" : "\"");
        return shown.append(", ").append(text.length).append(" bytes").toString();
    }
}

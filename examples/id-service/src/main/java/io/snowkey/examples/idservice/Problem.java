// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.nio.charset.StandardCharsets;

import io.snowkey.IdRefusedException;
import io.snowkey.IdRefusedException.Reason;
import io.snowkey.SnowkeyException;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, in the form of RFC 9457.
 *
 * @param status the status of HTTP
 * @param title the same for all problems of a kind
 * @param detail what went wrong this time, and what to do about it
 * @param retryAfterSeconds after how long it may be better, or {@code null} if repeating the request will not help
 */
record Problem(int status, String title, String detail, @Nullable Integer retryAfterSeconds) {

    static final String MEDIA_TYPE = "application/problem+json";

    private static final int SHOWN = 64;
    private static final int LONGEST = 200;

    static Problem badRequest(String detail) {
        return new Problem(400, "Bad Request", detail, null);
    }

    static Problem notAcceptable() {
        return new Problem(
                406,
                "Not Acceptable",
                "This is to be had as text/plain or application/json; the header Accept has neither.",
                null);
    }

    static Problem busy(String detail) {
        return new Problem(503, "Too Busy", detail, 1);
    }

    /** The problem that no id may be issued now. */
    static Problem of(SnowkeyException refusal) {
        boolean soon = refusal instanceof IdRefusedException refused
                && (refused.reason() == Reason.CLOCK_BEHIND || refused.reason() == Reason.INTERRUPTED);
        return new Problem(503, "No Ids Now", String.valueOf(refusal.getMessage()), soon ? 1 : 5);
    }

    /** A value from a request, short enough to be sent back. */
    static String shown(String value) {
        String start = value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...";
        return "\"" + start + "\"";
    }

    /** A text from elsewhere. If it is long, only its beginning. */
    static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    byte[] json() {
        StringBuilder json = new StringBuilder(160);
        json.append("{\"type\":\"about:blank\",\"title\":");
        quote(json, title);
        json.append(",\"status\":").append(status).append(",\"detail\":");
        quote(json, detail);
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                json.append("\\u").append(hex(c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    private static String hex(char c) {
        String digits = Integer.toHexString(c);
        return "0000".substring(digits.length()) + digits;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * What a request for ids asks for.
 *
 * @param count how many ids; 0 if the request does not say, and so wants one id without a list around it
 * @param json whether it wants JSON rather than plain text
 */
record IdRequest(int count, boolean json) {

    /** What most requests ask for: one id, as plain text. */
    static final IdRequest ONE = new IdRequest(0, false);

    private static final String COUNT = "count";
    private static final int MAX_DIGITS = 9;

    /** How many ids the answer has. */
    int ids() {
        return Math.max(1, count);
    }

    /**
     * Reads a request.
     *
     * @param query the part after the question mark, still encoded, or {@code null}
     * @param accept the values of the header {@code Accept}, one for each time that it is there, or {@code null}
     * @param maxCount how many ids a request may ask for
     * @throws ProblemException if it cannot be answered; the problem says why
     */
    static IdRequest of(@Nullable String query, @Nullable List<String> accept, int maxCount) {
        boolean json = AcceptHeader.json(accept);
        String count = parameter(query, COUNT);
        if (count == null) {
            return json ? new IdRequest(0, true) : ONE;
        }
        return new IdRequest(number(count, maxCount), json);
    }

    private static int number(String count, int maxCount) {
        boolean digits = !count.isEmpty() && count.chars().allMatch(c -> c >= '0' && c <= '9');
        if (digits && count.length() <= MAX_DIGITS) {
            int number = Integer.parseInt(count);
            if (number >= 1 && number <= maxCount) {
                return number;
            }
        }
        throw new ProblemException(Problem.badRequest(
                "count is " + Problem.shown(count) + ": must be a number from 1 to " + maxCount + "."));
    }

    /**
     * A parameter of the query, decoded, or {@code null} if it is not there.
     *
     * @throws ProblemException if it is there twice, or is not encoded properly
     */
    static @Nullable String parameter(@Nullable String query, String name) {
        if (query == null || query.isEmpty()) {
            return null;
        }
        String found = null;
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (decoded(equals < 0 ? pair : pair.substring(0, equals)).equals(name)) {
                if (found != null) {
                    throw new ProblemException(
                            Problem.badRequest(name + " is given more than once: once is what can be answered."));
                }
                found = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            }
        }
        return found;
    }

    private static String decoded(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        try {
            return UriUtils.decode(text.replace('+', ' '), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Problem.badRequest("The query has " + Problem.shown(text) + ", which is not percent-encoded."));
        }
    }
}

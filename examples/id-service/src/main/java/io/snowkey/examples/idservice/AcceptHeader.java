// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Reads the header {@code Accept}. */
final class AcceptHeader {

    /** How many ranges there may be. Spring compares no more than that. */
    private static final int MAX_RANGES = 50;

    private AcceptHeader() {}

    /**
     * The ranges that the client accepts. There are none if the header is missing.
     *
     * @param values the values of the header, one for each time that it is there, or {@code null}
     * @throws ProblemException if the header cannot be read, or has too many ranges
     */
    static List<MediaType> ranges(@Nullable List<String> values) {
        if (values == null) {
            return List.of();
        }
        try {
            List<MediaType> ranges = MediaType.parseMediaTypes(values);
            if (ranges.size() > MAX_RANGES) {
                throw new ProblemException(Problem.badRequest(
                        "The header Accept has " + ranges.size() + " ranges: must have at most " + MAX_RANGES + "."));
            }
            return ranges;
        } catch (InvalidMediaTypeException e) {
            throw new ProblemException(
                    Problem.badRequest("The header Accept is not one: " + Problem.shown(String.join(", ", values))));
        }
    }

    /**
     * Whether the client prefers JSON to plain text.
     *
     * @throws ProblemException if it accepts neither
     */
    static boolean json(@Nullable List<String> values) {
        if (values == null) {
            return false;
        }
        if (values.size() == 1) {
            String only = values.get(0);
            if (only.isEmpty() || only.equals("*/*") || only.equals(MediaType.TEXT_PLAIN_VALUE)) {
                return false;
            }
            if (only.equals(MediaType.APPLICATION_JSON_VALUE)) {
                return true;
            }
        }
        List<MediaType> ranges = ranges(values);
        double text = quality(ranges, MediaType.TEXT_PLAIN);
        double json = quality(ranges, MediaType.APPLICATION_JSON);
        if (text <= 0 && json <= 0) {
            throw new ProblemException(Problem.notAcceptable());
        }
        return json > text;
    }

    /** The quality that the most specific of the ranges gives to a type; 0 if none matches. */
    private static double quality(List<MediaType> ranges, MediaType type) {
        return ranges.stream()
                .filter(range -> range.includes(type))
                .max((a, b) -> Integer.compare(specificity(a), specificity(b)))
                .map(MediaType::getQualityValue)
                .orElse(0.0);
    }

    private static int specificity(MediaType range) {
        return range.isWildcardType() ? 0 : range.isWildcardSubtype() ? 1 : 2;
    }
}

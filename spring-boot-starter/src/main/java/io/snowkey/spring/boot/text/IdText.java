// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.text;

import java.math.BigInteger;

import org.jspecify.annotations.Nullable;

/** How an id is written and read outside of the application. */
interface IdText {

    /**
     * Writes an id.
     *
     * @throws IllegalArgumentException if the id is negative
     */
    String write(long id);

    /**
     * Reads an id.
     *
     * @throws IllegalArgumentException if the text is no id; the message shows it
     */
    long read(String text);

    /** Whether JSON has a number instead of the text. */
    default boolean isNumber() {
        return false;
    }

    /** Whether an id is also read from a number. */
    default boolean readsNumbers() {
        return true;
    }

    /** A regular expression that every text matches, as OpenAPI writes it, or {@code null} if there is none. */
    default @Nullable String pattern() {
        return null;
    }

    /** The value of an id, from one of the types that ids have. */
    static long value(Number id) {
        return id instanceof BigInteger big ? big.longValueExact() : id.longValue();
    }

    /** An id in the type of an attribute or a parameter: {@code BigInteger} if that is the type, else {@code Long}. */
    static Number in(Class<?> type, long id) {
        return type == BigInteger.class ? BigInteger.valueOf(id) : (Number) id;
    }
}

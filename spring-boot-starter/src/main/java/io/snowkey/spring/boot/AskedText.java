// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.math.BigInteger;
import java.util.Set;
import java.util.function.Supplier;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.snowkey.TextForm;
import io.snowkey.hibernate.SnowflakeId;
import org.jspecify.annotations.Nullable;

/**
 * What the annotations of an attribute ask for in JSON, whichever line of Jackson reads them.
 *
 * @param keys whether attributes with {@link SnowflakeId} are text without saying so
 */
record AskedText(boolean keys) {

    private static final Set<Class<?>> TYPES = Set.of(long.class, Long.class, BigInteger.class);

    /** The annotations of an attribute, as a line of Jackson has merged them. */
    interface Annotations {
        <A extends java.lang.annotation.Annotation> @Nullable A get(Class<A> type);
    }

    /**
     * How the attribute is written, or {@code null} if it is no text.
     *
     * @param content the type of the elements of a collection, map or optional, or {@code null}
     * @param description of the attribute and its type
     * @throws IllegalArgumentException if the annotation is where it would do nothing
     */
    @Nullable
    IdText of(Annotations attribute, Class<?> type, @Nullable Class<?> content, Supplier<String> description) {
        SnowflakeText asked = attribute.get(SnowflakeText.class);
        if (asked != null) {
            if (!isId(type) && !isContentId(content)) {
                throw new IllegalArgumentException("@SnowflakeText is on " + description.get()
                        + ": it must be long, Long or BigInteger, or a collection, map or optional of the latter two");
            }
            return new IdText(asked.value());
        }
        return keys && attribute.get(SnowflakeId.class) != null && !isNumber(attribute.get(JsonFormat.class))
                ? new IdText(TextForm.DECIMAL)
                : null;
    }

    /** Whether the attribute itself says that it is a number in JSON. */
    private static boolean isNumber(@Nullable JsonFormat format) {
        return format != null && format.shape().isNumeric();
    }

    static boolean isId(Class<?> type) {
        return TYPES.contains(type);
    }

    /** Not of an array of {@code long}, which Jackson writes by itself whatever is said of its elements. */
    static boolean isContentId(@Nullable Class<?> content) {
        return content != null && !content.isPrimitive() && isId(content);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.text;

import java.lang.annotation.Annotation;
import java.math.BigInteger;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.snowkey.hibernate.SnowflakeId;
import io.snowkey.spring.boot.PublicId;
import io.snowkey.spring.boot.SnowflakeText;
import org.jspecify.annotations.Nullable;

/**
 * Finds the text that an attribute has in JSON, from its annotations, with each version of Jackson.
 *
 * @param keys whether attributes with {@link SnowflakeId} are text even without another annotation
 * @param publicIds the public texts
 */
record AttributeTexts(boolean keys, PublicIdTexts publicIds) {

    private static final Set<Class<?>> TYPES = Set.of(long.class, Long.class, BigInteger.class);

    /** An attribute as one library describes it: Jackson 2, Jackson 3 or springdoc. */
    interface Attribute {

        /**
         * Its annotation of this type, or {@code null}. The library may have merged it from another place, such as a
         * getter.
         */
        <A extends Annotation> @Nullable A get(Class<A> annotation);

        /**
         * The type of the value that is read or written. Only asked if there is an annotation: a class has no such
         * type.
         */
        Class<?> type();

        /** The type of the elements of a collection, map or optional, or {@code null}. */
        @Nullable
        Class<?> content();

        /** The attribute and its type, as text for messages. */
        String description();
    }

    /** Makes the object that reads or writes ids of one type. */
    interface Maker {
        Object make(Class<?> type, IdText text);
    }

    /** The object that reads or writes the attribute, or {@code null} if it is not an id with a text. */
    @Nullable
    Object value(Attribute attribute, Maker maker) {
        IdText text = of(attribute);
        return text != null && isId(attribute.type()) ? maker.make(attribute.type(), text) : null;
    }

    /** The object that reads or writes the elements, or {@code null} if they are not ids with a text. */
    @Nullable
    Object content(Attribute attribute, Maker maker) {
        IdText text = of(attribute);
        Class<?> content = text != null ? attribute.content() : null;
        return text != null && content != null && isContentId(content) ? maker.make(content, text) : null;
    }

    /**
     * The text of the attribute, or {@code null} if nothing asks for one.
     *
     * @throws IllegalArgumentException if the annotation is on an attribute of a type where it would do nothing
     */
    private @Nullable IdText of(Attribute attribute) {
        IdText form = form(attribute);
        PublicId asked = attribute.get(PublicId.class);
        if (asked != null) {
            requireId(attribute, PublicId.class);
        }
        return publicIds.of(asked, form);
    }

    private @Nullable IdText form(Attribute attribute) {
        SnowflakeText asked = attribute.get(SnowflakeText.class);
        if (asked != null) {
            requireId(attribute, SnowflakeText.class);
            return new FormText(asked.value());
        }
        return keys && attribute.get(SnowflakeId.class) != null && !isNumber(attribute.get(JsonFormat.class))
                ? FormText.DECIMAL
                : null;
    }

    private static void requireId(Attribute attribute, Class<? extends Annotation> annotation) {
        if (!isId(attribute.type()) && !isContentId(attribute.content())) {
            throw new IllegalArgumentException("@" + annotation.getSimpleName() + " is on " + attribute.description()
                    + ": it must be long, Long or BigInteger, or a collection, map or optional of the latter two");
        }
    }

    /** Whether the attribute itself says that it is a number in JSON. */
    private static boolean isNumber(@Nullable JsonFormat format) {
        return format != null && format.shape().isNumeric();
    }

    static boolean isId(Class<?> type) {
        return TYPES.contains(type);
    }

    /**
     * Whether elements of this type are ids. Elements of an array of {@code long} are not: Jackson writes them by
     * itself, and ignores what is said of its elements.
     */
    private static boolean isContentId(@Nullable Class<?> content) {
        return content != null && !content.isPrimitive() && isId(content);
    }
}

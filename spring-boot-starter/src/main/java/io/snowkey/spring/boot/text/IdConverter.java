// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.text;

import java.math.BigInteger;
import java.util.Set;

import io.snowkey.spring.boot.PublicId;
import io.snowkey.spring.boot.SnowflakeText;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.ConditionalGenericConverter;
import org.springframework.util.NumberUtils;

/** Converts ids from the text of a request and to it. It serves what has {@link SnowflakeText} or {@link PublicId}. */
final class IdConverter implements ConditionalGenericConverter {

    /**
     * The result for a number where a public id has to be. If a converter throws, Spring converts a number by itself,
     * and would let guessed keys in. No key is negative, so no row has this id.
     */
    private static final long NO_ROW = -1;

    private final PublicIdTexts publicIds;

    IdConverter(PublicIdTexts publicIds) {
        this.publicIds = publicIds;
    }

    @Override
    public Set<ConvertiblePair> getConvertibleTypes() {
        return Set.of(
                new ConvertiblePair(String.class, Long.class),
                new ConvertiblePair(String.class, BigInteger.class),
                new ConvertiblePair(Long.class, String.class),
                new ConvertiblePair(BigInteger.class, String.class));
    }

    @Override
    public boolean matches(TypeDescriptor source, TypeDescriptor target) {
        TypeDescriptor annotated = annotated(source, target);
        return annotated.hasAnnotation(SnowflakeText.class) || annotated.hasAnnotation(PublicId.class);
    }

    @Override
    public @Nullable Object convert(@Nullable Object value, TypeDescriptor source, TypeDescriptor target) {
        IdText text = text(annotated(source, target));
        if (value == null || text == null || "".equals(value)) {
            return null; // an empty parameter counts as not given, as in Spring's own conversion
        }
        if (value instanceof String string) {
            return IdText.in(target.getObjectType(), id(string, text, target.getObjectType()));
        }
        return text.write(IdText.value((Number) value));
    }

    private @Nullable IdText text(TypeDescriptor annotated) {
        SnowflakeText form = annotated.getAnnotation(SnowflakeText.class);
        IdText text = form == null ? null : new FormText(form.value());
        return publicIds.of(annotated.getAnnotation(PublicId.class), text);
    }

    private static long id(String string, IdText text, Class<?> type) {
        try {
            return text.read(string);
        } catch (IllegalArgumentException e) {
            if (!text.readsNumbers() && isNumber(string, type)) {
                return NO_ROW;
            }
            throw e;
        }
    }

    /** Whether Spring would convert the text as a number after this converter has failed. */
    private static boolean isNumber(String text, Class<?> type) {
        try {
            NumberUtils.parseNumber(text, type.asSubclass(Number.class));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static TypeDescriptor annotated(TypeDescriptor source, TypeDescriptor target) {
        return target.getObjectType() == String.class ? source : target;
    }
}

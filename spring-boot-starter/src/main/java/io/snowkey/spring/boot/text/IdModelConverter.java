// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.text;

import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Iterator;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.oas.models.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Says in the description of an API that an id is a string where it is one. That is in JSON and in requests. springdoc
 * takes every bean of this type.
 */
final class IdModelConverter implements ModelConverter {

    private final AttributeTexts texts;

    IdModelConverter(AttributeTexts texts) {
        this.texts = texts;
    }

    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType described, ModelConverterContext context, Iterator<ModelConverter> others) {
        if (!others.hasNext()) {
            return null;
        }
        Class<?> type = type(described);
        IdText text =
                type == null ? null : (IdText) texts.value(new Described(described, type), (of, asText) -> asText);
        if (text == null || text.isNumber()) {
            return others.next().resolve(described, context, others);
        }
        // Everything else in the description of the number now describes the string.
        Type number = described.getType();
        try {
            Schema<?> schema = others.next().resolve(described.type(String.class), context, others);
            return schema != null && text.pattern() != null ? schema.pattern(text.pattern()) : schema;
        } finally {
            described.type(number);
        }
    }

    /** The type of the value if an id can have it, or {@code null}. */
    private static @Nullable Class<?> type(AnnotatedType described) {
        Type type = described.getType();
        Class<?> plain =
                type instanceof JavaType java ? java.getRawClass() : type instanceof Class<?> other ? other : null;
        return plain != null && AttributeTexts.isId(plain) ? plain : null;
    }

    private record Described(AnnotatedType described, Class<?> type) implements AttributeTexts.Attribute {

        @Override
        public <A extends Annotation> @Nullable A get(Class<A> annotation) {
            Annotation[] annotations = described.getCtxAnnotations();
            return annotations == null
                    ? null
                    : Stream.of(annotations)
                            .filter(annotation::isInstance)
                            .map(annotation::cast)
                            .findFirst()
                            .orElse(null);
        }

        @Override
        public @Nullable Class<?> content() {
            return null; // for a collection, springdoc asks for the element by itself
        }

        @Override
        public String description() {
            return String.valueOf(described.getPropertyName());
        }
    }
}

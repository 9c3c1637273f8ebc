// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.text;

import java.lang.annotation.Annotation;

import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import org.jspecify.annotations.Nullable;

/** Tells Jackson 2 which attributes are ids that have a text in JSON. */
final class Jackson2IdIntrospector extends NopAnnotationIntrospector {

    private static final long serialVersionUID = 1;

    private final transient AttributeTexts texts;

    Jackson2IdIntrospector(AttributeTexts texts) {
        this.texts = texts;
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public @Nullable Object findSerializer(Annotated attribute) {
        return texts.value(new Described(attribute), (type, text) -> new Jackson2IdSerializer(text));
    }

    @Override
    public @Nullable Object findContentSerializer(Annotated attribute) {
        return texts.content(new Described(attribute), (type, text) -> new Jackson2IdSerializer(text));
    }

    @Override
    public @Nullable Object findDeserializer(Annotated attribute) {
        return texts.value(new Described(attribute), Jackson2IdDeserializer::new);
    }

    @Override
    public @Nullable Object findContentDeserializer(Annotated attribute) {
        return texts.content(new Described(attribute), Jackson2IdDeserializer::new);
    }

    private record Described(Annotated attribute) implements AttributeTexts.Attribute {

        @Override
        public <A extends Annotation> @Nullable A get(Class<A> annotation) {
            return attribute.getAnnotation(annotation);
        }

        @Override
        public Class<?> type() {
            return valueType().getRawClass();
        }

        @Override
        public @Nullable Class<?> content() {
            JavaType content = valueType().getContentType();
            return content != null ? content.getRawClass() : null;
        }

        @Override
        public String description() {
            return attribute + " of type " + valueType().toCanonical();
        }

        private JavaType valueType() {
            return attribute instanceof AnnotatedMethod method && method.getParameterCount() == 1
                    ? method.getParameterType(0)
                    : attribute.getType();
        }
    }
}

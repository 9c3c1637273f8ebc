// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.text;

import java.lang.annotation.Annotation;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.Version;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;

/** Tells Jackson 3 which attributes are ids that have a text in JSON. */
final class IdIntrospector extends NopAnnotationIntrospector {

    private final AttributeTexts texts;

    IdIntrospector(AttributeTexts texts) {
        this.texts = texts;
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public @Nullable Object findSerializer(MapperConfig<?> config, Annotated attribute) {
        return texts.value(new Described(attribute), (type, text) -> new IdSerializer(text));
    }

    @Override
    public @Nullable Object findContentSerializer(MapperConfig<?> config, Annotated attribute) {
        return texts.content(new Described(attribute), (type, text) -> new IdSerializer(text));
    }

    @Override
    public @Nullable Object findDeserializer(MapperConfig<?> config, Annotated attribute) {
        return texts.value(new Described(attribute), IdDeserializer::new);
    }

    @Override
    public @Nullable Object findContentDeserializer(MapperConfig<?> config, Annotated attribute) {
        return texts.content(new Described(attribute), IdDeserializer::new);
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

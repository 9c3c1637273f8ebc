// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.lang.annotation.Annotation;

import io.snowkey.hibernate.SnowflakeId;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Version;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;

/** Tells Jackson which attributes are ids that are text outside. */
final class IdIntrospector extends NopAnnotationIntrospector {

    private final AskedText asked;

    /** @param keys whether attributes with {@code @SnowflakeId} are as well */
    IdIntrospector(boolean keys) {
        this.asked = new AskedText(keys);
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public @Nullable Object findSerializer(MapperConfig<?> config, Annotated attribute) {
        IdText text = text(attribute);
        return text != null && AskedText.isId(type(attribute).getRawClass()) ? new IdSerializer(text) : null;
    }

    @Override
    public @Nullable Object findContentSerializer(MapperConfig<?> config, Annotated attribute) {
        IdText text = text(attribute);
        return text != null && AskedText.isContentId(content(attribute)) ? new IdSerializer(text) : null;
    }

    @Override
    public @Nullable Object findDeserializer(MapperConfig<?> config, Annotated attribute) {
        IdText text = text(attribute);
        return text != null && AskedText.isId(type(attribute).getRawClass())
                ? new IdDeserializer(type(attribute).getRawClass(), text)
                : null;
    }

    @Override
    public @Nullable Object findContentDeserializer(MapperConfig<?> config, Annotated attribute) {
        IdText text = text(attribute);
        Class<?> content = text != null ? content(attribute) : null;
        return text != null && content != null && AskedText.isContentId(content)
                ? new IdDeserializer(content, text)
                : null;
    }

    private @Nullable IdText text(Annotated attribute) {
        if (!attribute.hasAnnotation(SnowflakeText.class) && !attribute.hasAnnotation(SnowflakeId.class)) {
            return null; // as are classes, which have no type either
        }
        AskedText.Annotations annotations = new AskedText.Annotations() {
            @Override
            public <A extends Annotation> @Nullable A get(Class<A> type) {
                return attribute.getAnnotation(type);
            }
        };
        JavaType type = type(attribute);
        return asked.of(
                annotations,
                type.getRawClass(),
                content(attribute),
                () -> attribute + " of type " + type.toCanonical());
    }

    /** The type of the value that is read or written. */
    private static JavaType type(Annotated attribute) {
        return attribute instanceof AnnotatedMethod method && method.getParameterCount() == 1
                ? method.getParameterType(0)
                : attribute.getType();
    }

    private static @Nullable Class<?> content(Annotated attribute) {
        JavaType content = type(attribute).getContentType();
        return content != null ? content.getRawClass() : null;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.lang.annotation.Annotation;

import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import io.snowkey.hibernate.SnowflakeId;
import org.jspecify.annotations.Nullable;

/** Tells Jackson 2 which attributes are ids that are text outside. */
final class EarlierIdIntrospector extends NopAnnotationIntrospector {

    private static final long serialVersionUID = 1;

    private final transient AskedText asked;

    /** @param keys whether attributes with {@code @SnowflakeId} are as well */
    EarlierIdIntrospector(boolean keys) {
        this.asked = new AskedText(keys);
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public @Nullable Object findSerializer(Annotated attribute) {
        IdText text = text(attribute);
        return text != null && AskedText.isId(type(attribute).getRawClass()) ? new EarlierIdSerializer(text) : null;
    }

    @Override
    public @Nullable Object findContentSerializer(Annotated attribute) {
        IdText text = text(attribute);
        return text != null && AskedText.isContentId(content(attribute)) ? new EarlierIdSerializer(text) : null;
    }

    @Override
    public @Nullable Object findDeserializer(Annotated attribute) {
        IdText text = text(attribute);
        return text != null && AskedText.isId(type(attribute).getRawClass())
                ? new EarlierIdDeserializer(type(attribute).getRawClass(), text)
                : null;
    }

    @Override
    public @Nullable Object findContentDeserializer(Annotated attribute) {
        IdText text = text(attribute);
        Class<?> content = text != null ? content(attribute) : null;
        return text != null && content != null && AskedText.isContentId(content)
                ? new EarlierIdDeserializer(content, text)
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

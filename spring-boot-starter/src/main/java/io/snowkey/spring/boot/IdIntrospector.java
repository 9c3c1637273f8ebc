// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.math.BigInteger;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.snowkey.TextForm;
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

    private static final Set<Class<?>> TYPES = Set.of(long.class, Long.class, BigInteger.class);

    private final boolean keys;

    /** @param keys whether attributes with {@link SnowflakeId} are as well */
    IdIntrospector(boolean keys) {
        this.keys = keys;
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public @Nullable Object findSerializer(MapperConfig<?> config, Annotated attribute) {
        IdText text = text(attribute);
        return text != null && isId(type(attribute)) ? new IdSerializer(text) : null;
    }

    @Override
    public @Nullable Object findContentSerializer(MapperConfig<?> config, Annotated attribute) {
        IdText text = text(attribute);
        return text != null && isContentId(type(attribute)) ? new IdSerializer(text) : null;
    }

    @Override
    public @Nullable Object findDeserializer(MapperConfig<?> config, Annotated attribute) {
        IdText text = text(attribute);
        JavaType type = type(attribute);
        return text != null && isId(type) ? new IdDeserializer(type.getRawClass(), text) : null;
    }

    @Override
    public @Nullable Object findContentDeserializer(MapperConfig<?> config, Annotated attribute) {
        IdText text = text(attribute);
        JavaType type = type(attribute);
        return text != null && isContentId(type)
                ? new IdDeserializer(type.getContentType().getRawClass(), text)
                : null;
    }

    private @Nullable IdText text(Annotated attribute) {
        SnowflakeText asked = attribute.getAnnotation(SnowflakeText.class);
        if (asked == null) {
            return keys && attribute.hasAnnotation(SnowflakeId.class) && !isNumber(attribute)
                    ? new IdText(TextForm.DECIMAL)
                    : null;
        }
        JavaType type = type(attribute);
        if (!isId(type) && !isContentId(type)) {
            throw new IllegalArgumentException("@SnowflakeText is on " + attribute + " of type " + type.toCanonical()
                    + ": it must be long, Long or BigInteger, or a collection, map or optional of the latter two");
        }
        return new IdText(asked.value());
    }

    /** Whether the attribute itself says that it is a number in JSON. */
    private static boolean isNumber(Annotated attribute) {
        JsonFormat format = attribute.getAnnotation(JsonFormat.class);
        return format != null && format.shape().isNumeric();
    }

    /** The type of the value that is read or written. */
    private static JavaType type(Annotated attribute) {
        return attribute instanceof AnnotatedMethod method && method.getParameterCount() == 1
                ? method.getParameterType(0)
                : attribute.getType();
    }

    private static boolean isId(JavaType type) {
        return TYPES.contains(type.getRawClass());
    }

    /** Not of an array of {@code long}, which Jackson writes by itself whatever is said of its elements. */
    private static boolean isContentId(JavaType type) {
        JavaType content = type.getContentType();
        return content != null && !content.isPrimitive() && isId(content);
    }
}

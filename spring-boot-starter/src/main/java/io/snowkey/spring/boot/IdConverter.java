// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.math.BigInteger;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.ConditionalGenericConverter;

/** Reads what has {@link SnowflakeText} from the text of a request, and writes it. */
final class IdConverter implements ConditionalGenericConverter {

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
        return annotated(source, target).hasAnnotation(SnowflakeText.class);
    }

    @Override
    public @Nullable Object convert(@Nullable Object value, TypeDescriptor source, TypeDescriptor target) {
        SnowflakeText asked = annotated(source, target).getAnnotation(SnowflakeText.class);
        if (value == null || asked == null || "".equals(value)) {
            return null; // an empty parameter is one that was not given, as it is to Spring's own conversion
        }
        IdText text = new IdText(asked.value());
        if (value instanceof String string) {
            long id = text.read(string);
            return target.getObjectType() == BigInteger.class ? BigInteger.valueOf(id) : (Object) id;
        }
        return text.write(value instanceof BigInteger big ? big.longValueExact() : (Long) value);
    }

    private static TypeDescriptor annotated(TypeDescriptor source, TypeDescriptor target) {
        return target.getObjectType() == String.class ? source : target;
    }
}

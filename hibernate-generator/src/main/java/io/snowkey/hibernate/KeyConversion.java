// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.math.BigInteger;
import java.util.UUID;
import java.util.function.Function;

import io.snowkey.Flake;
import io.snowkey.TextForm;
import org.hibernate.type.BasicType;
import org.hibernate.type.descriptor.java.JavaType;

/** How an id becomes the value of an attribute. */
final class KeyConversion {

    private KeyConversion() {}

    /**
     * @throws org.hibernate.MappingException if the type of the attribute is not one for ids, or not one for that text
     */
    static Function<Long, Object> ofSnowflakes(KeyAttribute attribute, TextForm text) {
        Class<?> type = attribute.javaType();
        if (type == String.class) {
            return text::format;
        }
        if (text != TextForm.DECIMAL) {
            throw attribute.refused("its type " + type.getName() + " is not written as text, so text = " + text
                    + " has no effect. Make it a String, or leave that out.");
        }
        if (type == long.class || type == Long.class) {
            return id -> id;
        }
        if (type == BigInteger.class) {
            return BigInteger::valueOf;
        }
        if (isOfTheApplication(attribute) && attribute.type() instanceof BasicType<?> mapped) {
            return wrapping(attribute, mapped.getJavaTypeDescriptor(), Long.MAX_VALUE, "positive Long");
        }
        throw attribute.refused("its type " + type.getName() + " is not one for a 64-bit id. Make it long, Long,"
                + " BigInteger or String, or a type of your own with a Hibernate @JavaType whose wrap method takes a"
                + " Long.");
    }

    /**
     * @throws org.hibernate.MappingException if the type of the attribute is not one for 128 bits
     */
    static Function<Flake, Object> ofFlakes(KeyAttribute attribute) {
        Class<?> type = attribute.javaType();
        if (type == UUID.class) {
            return Flake::toUuid;
        }
        if (type == byte[].class) {
            return Flake::toBytes;
        }
        if (type == String.class) {
            return Flake::toString;
        }
        if (isOfTheApplication(attribute) && attribute.type() instanceof BasicType<?> mapped) {
            UUID largest = new UUID(Long.MAX_VALUE, -1);
            return wrapping(attribute, mapped.getJavaTypeDescriptor(), largest, "UUID")
                    .compose(Flake::toUuid);
        }
        throw attribute.refused("its type " + type.getName() + " is not one for a 128-bit id. Make it UUID, byte[] or"
                + " String, or a type of your own with a Hibernate @JavaType whose wrap method takes a UUID.");
    }

    // Hibernate would narrow a long to an int without a word: types of the JDK are taken by name, never by trying.
    private static boolean isOfTheApplication(KeyAttribute attribute) {
        Class<?> type = attribute.javaType();
        return !type.isPrimitive() && !type.isArray() && !type.getName().startsWith("java.");
    }

    private static <I> Function<I, Object> wrapping(
            KeyAttribute attribute, JavaType<?> javaType, I probe, String everyOne) {
        String unwrappable = javaType.getClass().getName() + ".wrap does not take the "
                + probe.getClass().getSimpleName() + " " + probe + ". It must turn every " + everyOne
                + " into a value of the attribute.";
        Object wrapped;
        try {
            wrapped = javaType.wrap(probe, null);
        } catch (RuntimeException cannotWrap) {
            throw attribute.refused(unwrappable, cannotWrap);
        }
        if (!attribute.javaType().isInstance(wrapped)) {
            throw attribute.refused(unwrappable);
        }
        return id -> javaType.wrap(id, null);
    }
}

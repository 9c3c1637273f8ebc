// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.math.BigInteger;
import java.util.function.LongFunction;

import io.snowkey.TextForm;
import org.hibernate.type.BasicType;
import org.hibernate.type.descriptor.java.JavaType;

/** How an id becomes the value of an attribute. */
final class KeyConversion {

    private KeyConversion() {}

    /**
     * @throws org.hibernate.MappingException if the type of the attribute is not one for ids, or not one for that text
     */
    static LongFunction<Object> to(KeyAttribute attribute, TextForm text) {
        Class<?> type = attribute.javaType();
        if (type == String.class) {
            return text::format;
        }
        if (text != TextForm.DECIMAL) {
            throw attribute.refused("its type " + type.getName() + " is not written as text, so text = " + text
                    + " has no effect. Make it a String, or leave that out.");
        }
        if (type == long.class || type == Long.class) {
            return Long::valueOf;
        }
        if (type == BigInteger.class) {
            return BigInteger::valueOf;
        }
        // Hibernate would narrow a long to an int without a word: types of the JDK are taken by name, never by trying.
        if (!type.isPrimitive()
                && !type.getName().startsWith("java.")
                && attribute.type() instanceof BasicType<?> mapped) {
            return wrapping(attribute, mapped.getJavaTypeDescriptor());
        }
        throw attribute.refused("its type " + type.getName() + " is not one for a 64-bit id. Make it long, Long,"
                + " BigInteger or String, or a type of your own with a Hibernate @JavaType whose wrap method takes a"
                + " Long.");
    }

    private static LongFunction<Object> wrapping(KeyAttribute attribute, JavaType<?> javaType) {
        Object probe;
        try {
            probe = javaType.wrap(Long.MAX_VALUE, null);
        } catch (RuntimeException cannotWrap) {
            throw attribute.refused(unwrappable(javaType), cannotWrap);
        }
        if (!attribute.javaType().isInstance(probe)) {
            throw attribute.refused(unwrappable(javaType));
        }
        return id -> javaType.wrap(id, null);
    }

    private static String unwrappable(JavaType<?> javaType) {
        return javaType.getClass().getName() + ".wrap does not take the Long " + Long.MAX_VALUE
                + ". It must turn every positive Long into a value of the attribute.";
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.function.LongFunction;

/** How an id becomes the value of an attribute. */
final class KeyConversion {

    private KeyConversion() {}

    /**
     * @throws org.hibernate.MappingException if the attribute cannot hold every id
     */
    static LongFunction<Object> to(KeyAttribute attribute) {
        Class<?> type = attribute.javaType();
        if (type == long.class || type == Long.class) {
            return Long::valueOf;
        }
        if (type == String.class) {
            return Long::toString;
        }
        throw attribute.refused("its type " + type.getName()
                + " cannot hold a 64-bit id. Make it long, Long or String, and its column wide enough.");
    }
}

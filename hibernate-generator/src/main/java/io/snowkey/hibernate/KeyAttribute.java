// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import org.hibernate.MappingException;
import org.hibernate.mapping.Value;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * An attribute that asks for Snowflake keys.
 *
 * @param owner the entity or embeddable it belongs to
 * @param name its name
 * @param javaType its type as declared
 * @param type its type as mapped, or {@code null} where Hibernate does not tell
 * @param value its columns, or {@code null} where Hibernate does not tell
 */
record KeyAttribute(String owner, String name, Class<?> javaType, @Nullable Type type, @Nullable Value value) {

    MappingException refused(String why) {
        return refused(why, null);
    }

    MappingException refused(String why, @Nullable Throwable cause) {
        return new MappingException("Snowflake key " + owner + "." + name + ": " + why, cause);
    }
}

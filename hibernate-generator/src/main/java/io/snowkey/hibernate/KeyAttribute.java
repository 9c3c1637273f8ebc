// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.util.stream.Stream;

import org.hibernate.MappingException;
import org.hibernate.mapping.Value;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * An attribute that asks for Snowflake keys.
 *
 * @param entity the entity that it belongs to, also where it is a part of an embeddable
 * @param name its name
 * @param javaType its type
 * @param type its type as mapped, or {@code null} where Hibernate does not tell
 * @param value its columns, or {@code null} where Hibernate does not tell
 */
record KeyAttribute(String entity, String name, Class<?> javaType, @Nullable Type type, @Nullable Value value) {

    static KeyAttribute of(String entity, Member member, @Nullable Type type, @Nullable Value value) {
        Class<?> javaType = member instanceof Method getter ? getter.getReturnType() : ((Field) member).getType();
        if (type != null && !javaType.isPrimitive() && javaType.isAssignableFrom(type.getReturnedClass())) {
            javaType = type.getReturnedClass(); // a type parameter of a base class is declared as its bound
        }
        return new KeyAttribute(entity, name(member), javaType, type, value);
    }

    /** The name of the attribute that a field, a getter or the accessor of a record stands for. */
    static String name(Member member) {
        String name = member.getName();
        if (member instanceof Method && !isComponentOfRecord(member)) {
            for (String prefix : new String[] {"get", "is"}) {
                if (name.length() > prefix.length() && name.startsWith(prefix)) {
                    return decapitalized(name.substring(prefix.length()));
                }
            }
        }
        return name;
    }

    // An accessor has the name of its component, whatever that begins with: issue, island, getaway.
    private static boolean isComponentOfRecord(Member member) {
        return member.getDeclaringClass().isRecord()
                && Stream.of(member.getDeclaringClass().getRecordComponents())
                        .anyMatch(component -> component.getAccessor().equals(member));
    }

    // As JavaBeans has it: getURL is URL. Its own Introspector would drag in the module java.desktop.
    private static String decapitalized(String name) {
        boolean acronym = name.length() > 1 && Character.isUpperCase(name.charAt(1));
        return acronym ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    MappingException refused(String why) {
        return refused(why, null);
    }

    MappingException refused(String why, @Nullable Throwable cause) {
        return new MappingException("Snowflake key " + entity + "." + name + ": " + why, cause);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.List;
import java.util.Objects;
import java.util.Properties;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.util.ClassUtils;

/**
 * Spring's {@code LocalSessionFactoryBean}, which builds a persistence unit as well. It is known by its names alone: it
 * moved with Spring 7, and its type cannot be loaded without Hibernate's.
 *
 * @param type the one that is on the class path, or {@code null}
 */
record SessionFactoryBeans(@Nullable Class<?> type) {

    private static final List<String> NAMES = List.of(
            "org.springframework.orm.jpa.hibernate.LocalSessionFactoryBean",
            "org.springframework.orm.hibernate5.LocalSessionFactoryBean"); // Spring Boot 3.5

    static SessionFactoryBeans in(@Nullable ClassLoader classLoader) {
        for (String name : NAMES) {
            if (ClassUtils.isPresent(name, classLoader)) {
                return new SessionFactoryBeans(ClassUtils.resolveClassName(name, classLoader));
            }
        }
        return new SessionFactoryBeans(null);
    }

    boolean includes(Object bean) {
        return type != null && type.isInstance(bean);
    }

    /** The settings that the unit will be built with. They can be added to. */
    Properties settings(Object bean) {
        Object settings = PropertyAccessorFactory.forBeanPropertyAccess(bean).getPropertyValue("hibernateProperties");
        return (Properties) Objects.requireNonNull(settings);
    }

    /** Registers what a native image has to keep for this class. */
    static void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        NAMES.forEach(name ->
                hints.reflection().registerTypeIfPresent(classLoader, name, MemberCategory.INVOKE_PUBLIC_METHODS));
    }
}

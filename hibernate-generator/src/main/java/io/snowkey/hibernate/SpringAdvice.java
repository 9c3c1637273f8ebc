// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import org.hibernate.boot.registry.classloading.spi.ClassLoaderService;
import org.hibernate.boot.registry.classloading.spi.ClassLoadingException;
import org.hibernate.service.ServiceRegistry;

/** Says what to do if an application uses Spring and its unit has no generator. */
final class SpringAdvice {

    private static final String CONTEXT = "org.springframework.context.ApplicationContext";
    private static final String STARTER = "io.snowkey.spring.boot.SnowkeyAutoConfiguration";

    private SpringAdvice() {}

    /** A sentence or two, or nothing where there is no Spring. */
    static String in(ServiceRegistry services) {
        ClassLoaderService classes = services.requireService(ClassLoaderService.class);
        if (!isThere(classes, CONTEXT)) {
            return "";
        }
        if (!isThere(classes, STARTER)) {
            return " With Spring Boot, add the dependency io.snowkey:snowkey-spring-boot-starter, which does that.";
        }
        return " snowkey-spring-boot-starter does that for each LocalContainerEntityManagerFactoryBean and each"
                + " LocalSessionFactoryBean that is a bean itself: let the @Bean method return that, and not the"
                + " EntityManagerFactory it makes. For a unit that is made in another way, take the bean of type"
                + " SnowflakeGenerator and put it under '" + SnowkeySettings.GENERATOR + "' in its properties. The"
                + " properties snowkey.* of the application do not reach the unit.";
    }

    private static boolean isThere(ClassLoaderService classes, String name) {
        try {
            classes.classForName(name);
            return true;
        } catch (ClassLoadingException absent) {
            return false;
        }
    }
}

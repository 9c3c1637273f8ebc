// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.Map;
import java.util.stream.Stream;

import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.classloading.spi.ClassLoaderService;
import org.hibernate.boot.registry.classloading.spi.ClassLoadingException;
import org.hibernate.boot.spi.MetadataBuilderImplementor;
import org.hibernate.engine.config.spi.ConfigurationService;
import org.hibernate.service.ServiceRegistry;

/**
 * Finds generators of an application that have the names of ours. Usually a name belongs to the class that declares it.
 * If names are global, Hibernate refuses a name that is declared twice.
 */
final class GeneratorNameConflict {

    private static final String GLOBAL = "hibernate.jpa.compliance.global_id_generators";
    private static final String ALL_OF_JPA = "hibernate.jpa.compliance";

    private GeneratorNameConflict() {}

    /** Whether names are global, and a class of the application declares a generator with one of ours. */
    static boolean isIn(MetadataSources sources, MetadataBuilderImplementor builder) {
        ServiceRegistry services = builder.getBootstrapContext().getServiceRegistry();
        Map<String, Object> settings =
                services.requireService(ConfigurationService.class).getSettings();
        Object global = settings.getOrDefault(GLOBAL, settings.get(ALL_OF_JPA));
        if (global == null || !Boolean.parseBoolean(global.toString())) {
            return false;
        }
        ClassLoaderService classes = services.requireService(ClassLoaderService.class);
        return Stream.concat(
                        sources.getAnnotatedClasses().stream(),
                        sources.getAnnotatedClassNames().stream().flatMap(name -> found(classes, name)))
                .flatMap(entity -> KeyAnnotations.hierarchy(entity).stream())
                .flatMap(KeyAnnotations::declaredGenerators)
                .anyMatch(name -> Stream.of(KeyType.values()).anyMatch(keyType -> keyType.generatorName.equals(name)));
    }

    private static Stream<Class<?>> found(ClassLoaderService classes, String name) {
        try {
            return Stream.of(classes.classForName(name));
        } catch (ClassLoadingException unknown) {
            return Stream.of(); // for Hibernate to complain about
        }
    }
}

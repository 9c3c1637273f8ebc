// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.registry.TestDatabase;
import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.boot.registry.classloading.spi.ClassLoaderService;

/** A persistence unit, on an H2 database of its own unless told otherwise, bootstrapped without JPA or Spring. */
final class Unit {

    private final Map<String, Object> settings = new HashMap<>();
    private final List<SessionFactoryObserver> observers = new ArrayList<>();
    private ClassLoaderService classes;
    private Consumer<MetadataSources> sources = sources -> {};

    Unit() {
        settings.put("hibernate.connection.url", "jdbc:h2:mem:" + UUID.randomUUID());
        settings.put("hibernate.hbm2ddl.auto", "create-drop");
        settings.put("hibernate.generate_statistics", "true");
        settings.put("hibernate.jdbc.batch_size", "50");
    }

    /** A unit whose keys come from this generator. */
    static Unit with(SnowflakeGenerator generator) {
        return new Unit().set(SnowkeySettings.GENERATOR, generator);
    }

    /** In another database than its own. */
    Unit on(TestDatabase database) {
        return set("hibernate.connection.url", database.url())
                .set("hibernate.connection.username", database.username())
                .set("hibernate.connection.password", database.password());
    }

    Unit set(String name, Object value) {
        settings.put(name, value);
        return this;
    }

    /** With another view of the class path. */
    Unit classes(ClassLoaderService service) {
        classes = service;
        return this;
    }

    Unit observedBy(SessionFactoryObserver observer) {
        observers.add(observer);
        return this;
    }

    Unit sources(Consumer<MetadataSources> more) {
        sources = sources.andThen(more);
        return this;
    }

    SessionFactory open(Class<?>... entities) {
        StandardServiceRegistry services = services();
        try {
            return open(services, entities);
        } catch (RuntimeException failed) {
            StandardServiceRegistryBuilder.destroy(services);
            throw failed;
        }
    }

    /** Two factories on the same services. */
    void openTwice(BiConsumer<SessionFactory, SessionFactory> use, Class<?>... entities) {
        StandardServiceRegistry services = services();
        use.accept(open(services, entities), open(services, entities));
    }

    /** Two factories on the same services, the second one after the first is closed. */
    void openOneAfterTheOther(Consumer<SessionFactory> use, Class<?>... entities) {
        StandardServiceRegistry services = builder().disableAutoClose().build();
        for (int i = 0; i < 2; i++) {
            try (SessionFactory factory = open(services, entities)) {
                use.accept(factory);
            }
        }
        StandardServiceRegistryBuilder.destroy(services);
    }

    private StandardServiceRegistry services() {
        return builder().build();
    }

    private StandardServiceRegistryBuilder builder() {
        BootstrapServiceRegistryBuilder bootstrap = new BootstrapServiceRegistryBuilder();
        if (classes != null) {
            bootstrap.applyClassLoaderService(classes);
        }
        return new StandardServiceRegistryBuilder(bootstrap.build()).applySettings(settings);
    }

    private SessionFactory open(StandardServiceRegistry services, Class<?>... entities) {
        MetadataSources all = new MetadataSources(services);
        for (Class<?> entity : entities) {
            all.addAnnotatedClass(entity);
        }
        sources.accept(all);
        return all.buildMetadata()
                .getSessionFactoryBuilder()
                .addSessionFactoryObservers(observers.toArray(SessionFactoryObserver[]::new))
                .build();
    }
}

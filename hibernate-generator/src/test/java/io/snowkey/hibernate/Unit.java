// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

import io.snowkey.SnowflakeGenerator;
import org.hibernate.SessionFactory;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;

/** A persistence unit on an H2 database of its own, bootstrapped without JPA or Spring. */
final class Unit {

    private final Map<String, Object> settings = new HashMap<>();
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

    Unit set(String name, Object value) {
        settings.put(name, value);
        return this;
    }

    Unit sources(Consumer<MetadataSources> more) {
        sources = sources.andThen(more);
        return this;
    }

    SessionFactory open(Class<?>... entities) {
        StandardServiceRegistry registry =
                new StandardServiceRegistryBuilder().applySettings(settings).build();
        try {
            MetadataSources all = new MetadataSources(registry);
            for (Class<?> entity : entities) {
                all.addAnnotatedClass(entity);
            }
            sources.accept(all);
            return all.buildMetadata().buildSessionFactory();
        } catch (RuntimeException failed) {
            StandardServiceRegistryBuilder.destroy(registry);
            throw failed;
        }
    }
}

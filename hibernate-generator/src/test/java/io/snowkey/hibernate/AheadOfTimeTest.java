// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

import io.snowkey.SnowflakeLayout;
import org.hibernate.MappingException;
import org.hibernate.SessionFactory;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.BootstrapServiceRegistry;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.boot.registry.StandardServiceInitiator;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.boot.registry.classloading.internal.ClassLoaderServiceImpl;
import org.hibernate.boot.registry.classloading.spi.ClassLoaderService;
import org.hibernate.boot.registry.internal.StandardServiceRegistryImpl;
import org.hibernate.boot.spi.MetadataImplementor;
import org.hibernate.service.StandardServiceInitiators;
import org.hibernate.service.internal.ProvidedService;
import org.junit.jupiter.api.Test;

import static io.snowkey.hibernate.Keys.persisted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Mappings that are built in one step, with the settings of a build, and a factory that opens in another, with those of a
 * replica: the services of the first step are destroyed, and start again with other settings. They do so without anybody's
 * contributions, or with services that are left from the first step, as Quarkus has it.
 */
class AheadOfTimeTest {

    private static final Class<?>[] ENTITIES = {Order.class, ByName.class, WithNumber.class};

    @Test
    void eachReplicaIssuesInItsOwnName() {
        Map<String, Object> build = Map.of("snowkey.worker-id", "1");

        assertThat(workersOf(build, Map.of("snowkey.worker-id", "2"))).containsOnly(2L);
        assertThat(workersOf(build, Map.of("snowkey.worker-id", "3"))).containsOnly(3L);
    }

    @Test
    void soItDoesIfAServiceIsLeftFromTheBuild() {
        Built built = new Built(Map.of("snowkey.worker-id", "1"), ENTITIES);

        assertThat(workersOf(built.openWithWhatIsLeft(Map.of("snowkey.worker-id", "2"))))
                .containsOnly(2L);
    }

    @Test
    void aReplicaWithoutSettingsIsRefusedIfAServiceIsLeftFromTheBuild() {
        Built built = new Built(Map.of("snowkey.worker-id", "1"), ENTITIES);

        assertThatThrownBy(() -> built.openWithWhatIsLeft(Map.of()))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("no setting 'snowkey.generator'");
    }

    @Test
    void theBuildNeedsNoSettings() {
        assertThat(workersOf(Map.of(), Map.of("snowkey.worker-id", "2"))).containsOnly(2L);
    }

    @Test
    void whatIsWrongWithTheSettingsOfTheBuildDoesNotMatter() {
        assertThat(workersOf(Map.of("snowkey.worker-id", "seven"), Map.of("snowkey.worker-id", "2")))
                .containsOnly(2L);
    }

    @Test
    void theLayoutIsThatOfTheReplica() {
        Built built = new Built(Map.of("snowkey.worker-id", "1"), ENTITIES);
        Map<String, Object> replica = Map.of("snowkey.worker-id", "20", "snowkey.bits.worker", "5");
        try (SessionFactory factory = built.open(replica)) {
            long id = (Long) persisted(factory, new Order());
            SnowflakeLayout layout = SnowflakeLayout.builder().workerBits(5).build();
            assertThat(layout.decode(id).workerId()).isEqualTo(20);
        }
    }

    @Test
    void aReplicaWithoutSettingsIsRefusedWhenItsFactoryOpens() {
        Built built = new Built(Map.of("snowkey.worker-id", "1"), ENTITIES);

        assertThatThrownBy(() -> built.open(Map.of()))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("no setting 'snowkey.generator'");
    }

    private static List<Long> workersOf(Map<String, Object> build, Map<String, Object> replica) {
        return workersOf(new Built(build, ENTITIES).open(replica));
    }

    private static List<Long> workersOf(SessionFactory opened) {
        try (SessionFactory factory = opened) {
            WithNumber withNumber = new WithNumber();
            List<Object> ids = new ArrayList<>();
            ids.add(persisted(factory, new Order()));
            ids.add(persisted(factory, new ByName()));
            ids.add(persisted(factory, withNumber));
            ids.add(withNumber.number);
            return ids.stream().map(AheadOfTimeTest::worker).toList();
        }
    }

    private static long worker(Object id) {
        return SnowflakeLayout.DEFAULT.decode((Long) id).workerId();
    }

    /** What the first step leaves: mappings, and services that are destroyed. */
    private static final class Built {

        private final ClassLoaderService classes = new UnstoppedClasses();
        private final StandardServiceRegistryImpl services;
        private final MetadataImplementor mappings;
        private final UnitIds left;

        Built(Map<String, Object> settings, Class<?>... entities) {
            services = (StandardServiceRegistryImpl) new StandardServiceRegistryBuilder(bootstrap())
                    .applySettings(database())
                    .applySettings(new HashMap<>(settings))
                    .build();
            MetadataSources sources = new MetadataSources(services);
            Stream.of(entities).forEach(sources::addAnnotatedClass);
            mappings = (MetadataImplementor) sources.buildMetadata();
            left = services.requireService(UnitIds.class);
            services.destroy();
        }

        SessionFactory open(Map<String, Object> settings) {
            return open(settings, List.of());
        }

        SessionFactory openWithWhatIsLeft(Map<String, Object> settings) {
            return open(settings, List.of(new ProvidedService<>(UnitIds.class, left)));
        }

        private SessionFactory open(Map<String, Object> settings, List<ProvidedService<?>> provided) {
            Map<String, Object> all = database();
            all.putAll(settings);
            List<StandardServiceInitiator<?>> ofHibernate = new ArrayList<>(StandardServiceInitiators.LIST);
            services.resetAndReactivate(bootstrap(), ofHibernate, provided, all);
            return mappings.getSessionFactoryBuilder().build();
        }

        private BootstrapServiceRegistry bootstrap() {
            return new BootstrapServiceRegistryBuilder()
                    .applyClassLoaderService(classes)
                    .build();
        }

        private static Map<String, Object> database() {
            Map<String, Object> settings = new HashMap<>();
            settings.put("hibernate.connection.url", "jdbc:h2:mem:" + UUID.randomUUID());
            settings.put("hibernate.hbm2ddl.auto", "create-drop");
            return settings;
        }
    }

    /** Classes can be found in both steps. */
    private static final class UnstoppedClasses extends ClassLoaderServiceImpl {

        private static final long serialVersionUID = 1;

        @Override
        public void stop() {}
    }

    @Entity(name = "AotOrder")
    static class Order {
        @Id
        @SnowflakeId
        Long id;
    }

    @Entity(name = "AotByName")
    static class ByName {
        @Id
        @GeneratedValue(generator = "snowflake")
        Long id;
    }

    @Entity(name = "AotWithNumber")
    static class WithNumber {
        @Id
        @SnowflakeId
        Long id;

        @SnowflakeId
        Long number;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.saving;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;

import io.snowkey.hibernate.SnowflakeId;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code save} and {@code saveAll} of Spring Data send to the database: inserts, and nothing to find out about keys. */
class SpringDataSaveTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withUserConfiguration(Application.class)
            .withPropertyValues(
                    "spring.datasource.url=jdbc:h2:mem:saving;DB_CLOSE_DELAY=-1",
                    "spring.flyway.enabled=false",
                    "spring.liquibase.enabled=false",
                    "spring.jpa.hibernate.ddl-auto=create",
                    "spring.jpa.properties.hibernate.jdbc.batch_size=50",
                    "spring.jpa.properties.hibernate.generate_statistics=true");

    @Test
    void aNewEntityIsInsertedWithOneStatement() {
        application.run(context -> {
            assertThat(statementsToSave(context, BoxedRepository.class, new Boxed(), Boxed::getId))
                    .isEqualTo(1);
            assertThat(statementsToSave(context, PrimitiveRepository.class, new Primitive(), Primitive::getId))
                    .isEqualTo(1);
            assertThat(statementsToSave(context, VersionedRepository.class, new Versioned(), Versioned::getId))
                    .isEqualTo(1);
            assertThat(statementsToSave(
                            context,
                            PrimitiveVersionedRepository.class,
                            new PrimitiveVersioned(),
                            PrimitiveVersioned::getId))
                    .isEqualTo(1);
            assertThat(statementsToSave(context, InheritingRepository.class, new Inheriting(), Inheriting::getId))
                    .isEqualTo(1);
        });
    }

    /** The counter-example: an id that the application assigns looks to Spring Data as if the row were there. */
    @Test
    void anAssignedIdCostsASelect() {
        application.run(context -> {
            Assigned assigned = new Assigned();
            assigned.id = 5L;
            assertThat(statementsToSave(context, AssignedRepository.class, assigned, Assigned::getId))
                    .isEqualTo(2);
        });
    }

    @Test
    void manyNewEntitiesAreInsertedInBatches() {
        application.run(context -> {
            BoxedRepository repository = context.getBean(BoxedRepository.class);
            Statistics statistics = statistics(context);
            List<Boxed> many =
                    new ArrayList<>(Stream.generate(Boxed::new).limit(1_000).toList());

            statistics.clear();
            repository.saveAll(many);

            assertThat(statistics.getPrepareStatementCount()).isEqualTo(1);
            assertThat(statistics.getEntityInsertCount()).isEqualTo(1_000);
            assertThat(many).extracting(Boxed::getId).doesNotHaveDuplicates().isSorted();
        });
    }

    private static <T> long statementsToSave(
            ApplicationContext context,
            Class<? extends JpaRepository<T, Long>> repository,
            T entity,
            Function<T, Long> id) {
        Statistics statistics = statistics(context);
        statistics.clear();
        T saved = context.getBean(repository).save(entity);
        long statements = statistics.getPrepareStatementCount();

        assertThat(id.apply(saved)).isPositive();
        assertThat(context.getBean(repository).findById(id.apply(saved))).isPresent();
        return statements;
    }

    private static Statistics statistics(ApplicationContext context) {
        return context.getBean(EntityManagerFactory.class)
                .unwrap(SessionFactory.class)
                .getStatistics();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableJpaRepositories(considerNestedRepositories = true)
    static class Application {}

    interface BoxedRepository extends JpaRepository<Boxed, Long> {}

    interface PrimitiveRepository extends JpaRepository<Primitive, Long> {}

    interface VersionedRepository extends JpaRepository<Versioned, Long> {}

    interface PrimitiveVersionedRepository extends JpaRepository<PrimitiveVersioned, Long> {}

    interface InheritingRepository extends JpaRepository<Inheriting, Long> {}

    interface AssignedRepository extends JpaRepository<Assigned, Long> {}

    @Entity(name = "Boxed")
    static class Boxed {
        @Id
        @SnowflakeId
        Long id;

        Long getId() {
            return id;
        }
    }

    @Entity(name = "PrimitiveKey")
    static class Primitive {
        @Id
        @SnowflakeId
        long id;

        Long getId() {
            return id;
        }
    }

    @Entity(name = "Versioned")
    static class Versioned {
        @Id
        @SnowflakeId
        Long id;

        @Version
        Integer version;

        Long getId() {
            return id;
        }
    }

    @Entity(name = "PrimitiveVersioned")
    static class PrimitiveVersioned {
        @Id
        @SnowflakeId
        long id;

        @Version
        int version;

        Long getId() {
            return id;
        }
    }

    @MappedSuperclass
    abstract static class Base {
        @Id
        @SnowflakeId
        Long id;

        Long getId() {
            return id;
        }
    }

    @Entity(name = "Inheriting")
    static class Inheriting extends Base {}

    @Entity(name = "Assigned")
    static class Assigned {
        @Id
        Long id;

        Long getId() {
            return id;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.sql.DataSource;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.hibernate.SnowkeySettings;
import io.snowkey.registry.TestDatabase;
import io.snowkey.spring.boot.book.Book;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;

import static org.assertj.core.api.Assertions.assertThat;

/** Persistence units that are not made by a {@code LocalContainerEntityManagerFactoryBean} which is a bean itself. */
class OtherUnitsTest {

    private final ApplicationContextRunner contexts =
            Contexts.jdbc().withPropertyValues(Contexts.on(TestDatabase.h2()));

    /** Its class has another name on Spring Boot 3.5. */
    private static ApplicationContextRunner withSessionFactory(
            ApplicationContextRunner contexts, Consumer<Properties> settings) {
        Properties properties = new Properties();
        properties.setProperty("hibernate.hbm2ddl.auto", "create");
        settings.accept(properties);
        return contexts.withInitializer(context -> ((GenericApplicationContext) context)
                .registerBeanDefinition(
                        "sessionFactory",
                        BeanDefinitionBuilder.genericBeanDefinition(
                                        SessionFactoryBeans.in(null).type())
                                .addPropertyReference("dataSource", "dataSource")
                                .addPropertyValue("annotatedClasses", Book.class)
                                .addPropertyValue("hibernateProperties", properties)
                                .getBeanDefinition()));
    }

    @Test
    void ofALocalSessionFactoryBeanGetTheGenerator() {
        withSessionFactory(contexts, settings -> {}).run(context -> {
            assertThat(context).hasNotFailed();
            SnowflakeGenerator ids = context.getBean(SnowflakeGenerator.class);
            assertThat(worker(ids, stored(context))).isEqualTo(ids.workerId());
        });
    }

    @Test
    void ofALocalSessionFactoryBeanKeepTheGeneratorTheyName() {
        try (SnowflakeGenerator own = SnowflakeGenerator.builder().workerId(77).build()) {
            withSessionFactory(
                            contexts.withPropertyValues("snowkey.worker-ids=0-9"),
                            settings -> settings.put(SnowkeySettings.GENERATOR, own))
                    .run(context -> assertThat(worker(own, stored(context))).isEqualTo(77));
        }
    }

    /** So that what is stored while the unit shuts down still gets its keys. */
    @Test
    void ofALocalSessionFactoryBeanGoAheadOfTheGenerator() {
        withSessionFactory(contexts, settings -> {})
                .run(context -> assertThat(context.getBeanFactory().getDependentBeans(Generators.OF_THE_STARTER))
                        .contains("sessionFactory"));
    }

    @Configuration(proxyBeanMethods = false)
    static class MadeInside {
        @Bean
        EntityManagerFactory entityManagerFactory(DataSource dataSource) {
            return unit(dataSource, Map.of());
        }
    }

    /** Nothing of Spring sees that unit before it is built. */
    @Test
    void ofABeanMethodAreRefusedWithTheWayOut() {
        AtomicReference<BeanFactory> beans = new AtomicReference<>();
        contexts.withUserConfiguration(MadeInside.class)
                .withInitializer(context -> beans.set(context.getBeanFactory()))
                .run(context -> {
                    assertThat(context)
                            .getFailure()
                            .rootCause()
                            .hasMessageContaining(
                                    "let the @Bean method return that, and not the EntityManagerFactory it makes");
                    assertThat(new MappingFailureAnalyzer(beans.get())
                                    .analyze(context.getStartupFailure())
                                    .getAction())
                            .startsWith(
                                    "Let the @Bean method return the LocalContainerEntityManagerFactoryBean, and not the")
                            .contains("Or put the bean snowkeyGenerator into the settings of the unit:"
                                    + " setJpaPropertyMap(Map.of(\"snowkey.generator\", generator)).");
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class Returned {
        @Bean
        LocalContainerEntityManagerFactoryBean entityManagerFactory(DataSource dataSource) {
            return unmade(dataSource, Map.of());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Handed {
        @Bean
        EntityManagerFactory entityManagerFactory(DataSource dataSource, SnowflakeGenerator generator) {
            return unit(dataSource, Map.of("snowkey.generator", generator));
        }
    }

    /** Both ways that the message names. */
    @Test
    void ofABeanMethodThatFollowsTheAdviceGetTheGenerator() {
        for (Class<?> followed : new Class<?>[] {Returned.class, Handed.class}) {
            contexts.withUserConfiguration(followed).run(context -> {
                assertThat(context).hasNotFailed();
                SnowflakeGenerator ids = context.getBean(SnowflakeGenerator.class);
                assertThat(worker(ids, stored(context))).isEqualTo(ids.workerId());
            });
        }
    }

    private static EntityManagerFactory unit(DataSource dataSource, Map<String, ?> settings) {
        LocalContainerEntityManagerFactoryBean unit = unmade(dataSource, settings);
        unit.afterPropertiesSet();
        return unit.getObject();
    }

    private static LocalContainerEntityManagerFactoryBean unmade(DataSource dataSource, Map<String, ?> settings) {
        LocalContainerEntityManagerFactoryBean unit = new LocalContainerEntityManagerFactoryBean();
        unit.setDataSource(dataSource);
        unit.setPackagesToScan(Book.class.getPackageName());
        unit.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
        unit.getJpaPropertyMap().put("hibernate.hbm2ddl.auto", "create");
        unit.getJpaPropertyMap().putAll(settings);
        return unit;
    }

    private static long stored(ApplicationContext context) {
        Book book = new Book("Ulysses");
        try (EntityManager entities =
                context.getBean(EntityManagerFactory.class).createEntityManager()) {
            entities.getTransaction().begin();
            entities.persist(book);
            entities.getTransaction().commit();
        }
        return book.id();
    }

    private static long worker(SnowflakeGenerator ids, long id) {
        return ids.layout().decode(id).workerId();
    }
}

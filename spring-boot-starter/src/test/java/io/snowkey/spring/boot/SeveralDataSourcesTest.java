// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.Map;
import javax.sql.DataSource;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;

import io.snowkey.SnowflakeLayout;
import io.snowkey.registry.TestDatabase;
import io.snowkey.spring.boot.book.Book;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;

import static org.assertj.core.api.Assertions.assertThat;

/** Two databases with an EntityManagerFactory each, and a third one that holds nothing but the registry. */
@RunsLiquibase
class SeveralDataSourcesTest {

    @Configuration(proxyBeanMethods = false)
    static class Databases {
        @Bean
        DataSource fiction() {
            return TestDatabase.h2().pool(2);
        }

        @Bean
        DataSource poetry() {
            return TestDatabase.postgres().pool(2);
        }

        @Bean(defaultCandidate = false)
        @SnowkeyDataSource
        DataSource workers() {
            return TestDatabase.postgres().pool(2);
        }

        @Bean
        LocalContainerEntityManagerFactoryBean fictionUnit(@Qualifier("fiction") DataSource dataSource) {
            return unit(dataSource);
        }

        @Bean
        LocalContainerEntityManagerFactoryBean poetryUnit(@Qualifier("poetry") DataSource dataSource) {
            return unit(dataSource);
        }

        private static LocalContainerEntityManagerFactoryBean unit(DataSource dataSource) {
            LocalContainerEntityManagerFactoryBean unit = new LocalContainerEntityManagerFactoryBean();
            unit.setDataSource(dataSource);
            unit.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
            unit.setPackagesToScan(Book.class.getPackageName());
            unit.setJpaPropertyMap(Map.of("hibernate.hbm2ddl.auto", "create"));
            return unit;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"initialize-schema=always", "flyway=true", "liquibase=true"})
    void shareOneWorkerIdFromTheOneThatIsMarked(String creator) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(SnowkeyAutoConfiguration.class))
                .withUserConfiguration(Databases.class)
                .withPropertyValues("snowkey.registry." + creator)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    long workerId =
                            new Registry(new JdbcTemplate(context.getBean("workers", DataSource.class))).workerId();
                    for (String unit : new String[] {"fictionUnit", "poetryUnit"}) {
                        Book book = new Book("Of the " + unit);
                        persist(context.getBean(unit, EntityManagerFactory.class), book);
                        assertThat(SnowflakeLayout.DEFAULT.decode(book.id()).workerId())
                                .isEqualTo(workerId);
                    }
                    for (String other : new String[] {"fiction", "poetry"}) {
                        assertThat(new JdbcTemplate(context.getBean(other, DataSource.class))
                                        .queryForList("select table_name from information_schema.tables"
                                                + " where lower(table_name) like 'snowkey%'"))
                                .isEmpty();
                    }
                });
    }

    private static void persist(EntityManagerFactory unit, Book book) {
        try (EntityManager manager = unit.createEntityManager()) {
            manager.getTransaction().begin();
            manager.persist(book);
            manager.getTransaction().commit();
        }
    }
}

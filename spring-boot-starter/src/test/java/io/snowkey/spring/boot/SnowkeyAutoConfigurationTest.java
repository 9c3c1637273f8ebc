// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.time.InstantSource;
import java.util.Map;
import javax.sql.DataSource;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import io.snowkey.registry.JdbcWorkerRegistry;
import io.snowkey.registry.TestDatabase;
import io.snowkey.registry.WorkerRegistryException;
import io.snowkey.spring.boot.book.Book;
import io.snowkey.spring.boot.book.Books;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@RunsLiquibase
class SnowkeyAutoConfigurationTest {

    @Test
    void leasesAWorkerIdWithADataSourceAndNoSettingAtAll() {
        Contexts.jdbc().run(context -> {
            SnowflakeGenerator ids = context.getBean(SnowflakeGenerator.class);
            Map<String, Object> row = new Registry(context.getBean(JdbcTemplate.class))
                    .rows("select * from snowkey_worker_status")
                    .get(0);
            assertThat(row).containsEntry("state", "ACTIVE").containsEntry("namespace", "default");
            assertThat(ids.layout().decode(ids.nextId()).workerId()).isEqualTo(row.get("worker_id"));
            assertThat(ids.layout()).isEqualTo(SnowflakeLayout.DEFAULT);
        });
    }

    @Test
    void leasesTheWorkerIdBeforeTheFirstIdIsAskedFor() {
        TestDatabase database = TestDatabase.h2();
        Contexts.jdbc()
                .withPropertyValues(Contexts.on(database))
                .run(context -> assertThat(Registry.in(database).isHeld()).isTrue());
    }

    @Test
    void givesTheWorkerIdBackWhenTheContextCloses() {
        TestDatabase database = TestDatabase.h2();
        Contexts.jdbc()
                .withPropertyValues(Contexts.on(database))
                .run(context -> context.getBean(SnowflakeGenerator.class).nextId());
        assertThat(Registry.in(database).isHeld()).isFalse();
        assertThat(Registry.in(database).number("issued")).isEqualTo(1);
    }

    @Test
    void takesAFixedWorkerIdWithoutADataSource() {
        Contexts.bare().withPropertyValues("snowkey.worker-id=7").run(context -> {
            SnowflakeGenerator ids = context.getBean(SnowflakeGenerator.class);
            assertThat(ids.layout().decode(ids.nextId()).workerId()).isEqualTo(7);
        });
    }

    @Test
    void hasNoRegistryAndNoTablesBesideAFixedWorkerId() {
        Contexts.jdbc().withPropertyValues("snowkey.worker-id=0").run(context -> {
            assertThat(context).doesNotHaveBean(JdbcWorkerRegistry.class).hasSingleBean(SnowflakeGenerator.class);
            assertThat(context.getBean(JdbcTemplate.class)
                            .queryForList("select * from information_schema.tables where table_name ilike 'snowkey%'"))
                    .isEmpty();
        });
    }

    @Test
    void takesAFixedWorkerIdWithoutSpringJdbcOrJpaOnTheClassPath() {
        Contexts.bare()
                .withPropertyValues("snowkey.worker-id=7")
                .withClassLoader(new FilteredClassLoader(
                        "org.springframework.boot.jdbc", "org.springframework.boot.sql", "org.springframework.orm"))
                .run(context -> assertThat(context)
                        .hasSingleBean(SnowflakeGenerator.class)
                        .doesNotHaveBean(EntityManagerFactoryPostProcessor.class));
    }

    @Test
    void leasesAWorkerIdWithoutJpaOnTheClassPath() {
        Contexts.jdbc()
                .withClassLoader(new FilteredClassLoader(AbstractEntityManagerFactoryBean.class))
                .run(context -> assertThat(context)
                        .hasSingleBean(SnowflakeGenerator.class)
                        .doesNotHaveBean(EntityManagerFactoryPostProcessor.class));
    }

    @Test
    void staysOutOfTheWayWithoutADataSourceAndWithoutAWorkerId() {
        Contexts.bare().run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(SnowflakeGenerator.class)
                .doesNotHaveBean(WorkerLease.class)
                .doesNotHaveBean(JdbcWorkerRegistry.class)
                .doesNotHaveBean(DataSourceScriptDatabaseInitializer.class));
    }

    @Test
    void backsOffFromALayoutOfTheApplication() {
        SnowflakeLayout layout =
                SnowflakeLayout.builder().workerBits(8).sequenceBits(14).build();
        Contexts.jdbc().withBean(SnowflakeLayout.class, () -> layout).run(context -> assertThat(
                        context.getBean(SnowflakeGenerator.class).layout())
                .isSameAs(layout));
    }

    @Test
    void backsOffFromALeaseOfTheApplication() {
        WorkerLease lease = WorkerLease.fixed(SnowflakeLayout.DEFAULT, 3, InstantSource.system());
        Contexts.jdbc().withBean(WorkerLease.class, () -> lease).run(context -> {
            assertThat(context).hasSingleBean(WorkerLease.class).doesNotHaveBean(LifecycleWorkerLease.class);
            assertThat(context).doesNotHaveBean(JdbcWorkerRegistry.class);
            assertThat(context.getBean(SnowflakeGenerator.class).workerId()).isEqualTo(3);
            assertThat(tables(context.getBean(DataSource.class))).isZero();
        });
    }

    @Test
    void backsOffFromAGeneratorOfTheApplicationAndLeasesNothing() {
        Contexts.jdbc()
                .withBean(
                        SnowflakeGenerator.class,
                        () -> SnowflakeGenerator.builder().workerId(3).build())
                .run(context -> {
                    assertThat(context)
                            .hasSingleBean(SnowflakeGenerator.class)
                            .doesNotHaveBean(WorkerLease.class)
                            .doesNotHaveBean(JdbcWorkerRegistry.class);
                    assertThat(context.getBean(SnowflakeGenerator.class).workerId())
                            .isEqualTo(3);
                    assertThat(tables(context.getBean(DataSource.class))).isZero();
                });
    }

    @Test
    void backsOffFromAGeneratorOfTheApplicationBesideAFixedWorkerId() {
        Contexts.bare()
                .withPropertyValues("snowkey.worker-id=7")
                .withBean(
                        SnowflakeGenerator.class,
                        () -> SnowflakeGenerator.builder().workerId(3).build())
                .run(context -> assertThat(context)
                        .hasSingleBean(SnowflakeGenerator.class)
                        .doesNotHaveBean(WorkerLease.class));
    }

    @Test
    void backsOffFromALeaseOfTheApplicationBesideAFixedWorkerId() {
        WorkerLease lease = WorkerLease.fixed(SnowflakeLayout.DEFAULT, 3, InstantSource.system());
        Contexts.bare()
                .withPropertyValues("snowkey.worker-id=7")
                .withBean(WorkerLease.class, () -> lease)
                .run(context -> assertThat(
                                context.getBean(SnowflakeGenerator.class).workerId())
                        .isEqualTo(3));
    }

    /** It builds nothing that nobody needs, so it does not ask which of several databases to build it in either. */
    @Test
    void doesNotChooseADataSourceWhereTheApplicationSeesToItsIdsItself() {
        WorkerLease lease = WorkerLease.fixed(SnowflakeLayout.DEFAULT, 3, InstantSource.system());
        Contexts.bare()
                .withUserConfiguration(TwoUnmarked.class)
                .withBean(WorkerLease.class, () -> lease)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(SnowflakeGenerator.class));
        Contexts.bare()
                .withUserConfiguration(TwoUnmarked.class)
                .withBean(
                        SnowflakeGenerator.class,
                        () -> SnowflakeGenerator.builder().workerId(3).build())
                .run(context -> assertThat(context).hasNotFailed());
        TestDatabase database = TestDatabase.h2().withSchema();
        Contexts.bare()
                .withUserConfiguration(TwoUnmarked.class)
                .withBean(JdbcWorkerRegistry.class, () -> JdbcWorkerRegistry.builder(database.pool(2))
                        .build())
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(SnowflakeGenerator.class).nextId())
                            .isPositive();
                    assertThat(tables(context.getBean("first", DataSource.class)))
                            .isZero();
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoUnmarked {
        @Bean
        DataSource first() {
            return TestDatabase.h2().pool(2);
        }

        @Bean
        DataSource second() {
            return TestDatabase.h2().pool(2);
        }
    }

    /** A registry that was built with a data source of its own needs no bean of one. */
    @Test
    void leasesFromARegistryOfTheApplicationWithoutADataSourceBean() {
        TestDatabase database = TestDatabase.h2().withSchema();
        Contexts.bare()
                .withBean(JdbcWorkerRegistry.class, () -> JdbcWorkerRegistry.builder(database.pool(2))
                        .build())
                .run(context -> assertThat(
                                context.getBean(SnowflakeGenerator.class).nextId())
                        .isPositive());
    }

    @Test
    void takesTheOnlyDataSourceAlsoWhereItIsNoDefaultCandidate() {
        Contexts.bare().withUserConfiguration(MarkedDataSource.class).run(context -> {
            assertThat(context.getBean(SnowflakeGenerator.class).nextId()).isPositive();
            assertThat(tables(context.getBean("marked", DataSource.class))).isPositive();
        });
    }

    /** One that is neither marked nor a candidate is meant for something else. */
    @Test
    void leavesADataSourceAloneThatIsNoDefaultCandidateAndNotMarked() {
        Contexts.bare()
                .withUserConfiguration(HiddenDataSource.class)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(SnowflakeGenerator.class));
    }

    @Configuration(proxyBeanMethods = false)
    static class HiddenDataSource {
        @Bean(defaultCandidate = false)
        DataSource hidden() {
            return TestDatabase.h2().pool(2);
        }
    }

    /** The names that people's own classes have, from which they come here. */
    @Test
    void leavesTheUsualNamesToBeansOfTheApplication() {
        Contexts.jdbc()
                .withBean("snowflakeGenerator", String.class, () -> "mine")
                .withBean("snowflakeLayout", String.class, () -> "mine, too")
                .withBean("workerLease", String.class, () -> "and mine")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(SnowflakeGenerator.class).nextId())
                            .isPositive();
                    assertThat(context.getBean("snowflakeGenerator")).isEqualTo("mine");
                });
    }

    /** The lease in a parent context, as in an application of several modules or with a management context. */
    @Test
    void sharesTheGeneratorOfAParentContext() {
        Contexts.jdbc().run(parent -> Contexts.jpa()
                .withParent(parent)
                .withPropertyValues(Contexts.on(TestDatabase.h2()))
                .run(child -> {
                    assertThat(child).hasNotFailed();
                    assertThat(child.getBeanFactory().getBeanNamesForType(SnowflakeGenerator.class))
                            .isEmpty();
                    long id =
                            child.getBean(Books.class).save(new Book("Ulysses")).id();
                    assertThat(SnowflakeLayout.DEFAULT.decode(id).workerId())
                            .isEqualTo(parent.getBean(SnowflakeGenerator.class).workerId());
                }));
    }

    @Test
    void backsOffFromARegistryOfTheApplication() {
        Contexts.jdbc()
                .withPropertyValues(Contexts.on(TestDatabase.h2().withSchema()))
                .withUserConfiguration(OwnRegistry.class)
                .run(context -> {
                    assertThat(context).hasSingleBean(JdbcWorkerRegistry.class).hasBean("ownRegistry");
                    assertThat(context.getBean(SnowflakeGenerator.class).workerId())
                            .isEqualTo(77);
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnRegistry {
        @Bean
        JdbcWorkerRegistry ownRegistry(DataSource dataSource) {
            return JdbcWorkerRegistry.builder(dataSource).workerIds(77, 77).build();
        }
    }

    @Test
    void refusesARegistryOfTheApplicationWithAnotherLayoutThanItsGenerator() {
        TestDatabase database = TestDatabase.h2().withSchema();
        Contexts.jdbc()
                .withPropertyValues(Contexts.on(database))
                .withUserConfiguration(OwnRegistry.class)
                .withPropertyValues("snowkey.bits.sequence=10")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(SettingsException.class)
                        .hasMessageContaining("sequence 12")
                        .hasMessageContaining("sequence 10"));
        assertThat(Registry.in(database).isHeld()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "snowkeySchemaInitializer, initialize-schema=embedded",
        "snowkeyFlywayInitializer, flyway=true",
        "snowkeyLiquibaseInitializer, liquibase=true"
    })
    void backsOffFromTheApplicationsOwnWayToCreateTheTables(String name, String setting) {
        TestDatabase database = TestDatabase.h2().withSchema();
        Contexts.jdbc()
                .withPropertyValues(Contexts.on(database))
                .withPropertyValues("snowkey.registry." + setting)
                .withBean(name, String.class, () -> "mine")
                .run(context -> {
                    assertThat(context.getBean(name)).isEqualTo("mine");
                    assertThat(Registry.in(database).isHeld()).isTrue();
                });
    }

    /** What the failure analysis advises to an application that is to start without its database. */
    @Test
    void startsWithoutTheDatabaseWhereTheLeaseIsLazy() {
        Contexts.jdbc()
                .withPropertyValues(
                        "spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none",
                        "spring.datasource.hikari.connection-timeout=250",
                        "snowkey.registry.acquire=lazy")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThatExceptionOfType(WorkerRegistryException.class)
                            .isThrownBy(context.getBean(SnowflakeGenerator.class)::nextId)
                            .extracting(WorkerRegistryException::reason)
                            .isEqualTo(WorkerRegistryException.Reason.DATABASE_UNAVAILABLE);
                });
    }

    @Test
    void prefersThePrimaryOfSeveralDataSources() {
        Contexts.jdbc().withUserConfiguration(TwoDataSources.class).run(context -> {
            assertThat(tables(context.getBean("first", DataSource.class))).isPositive();
            assertThat(tables(context.getBean("second", DataSource.class))).isZero();
        });
    }

    @Test
    void prefersTheMarkedDataSourceToThePrimaryOne() {
        Contexts.jdbc()
                .withUserConfiguration(TwoDataSources.class, MarkedDataSource.class)
                .run(context -> {
                    assertThat(tables(context.getBean("first", DataSource.class)))
                            .isZero();
                    assertThat(tables(context.getBean("marked", DataSource.class)))
                            .isPositive();
                    assertThat(context).hasSingleBean(SnowflakeGenerator.class);
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoDataSources {
        @Bean
        @Primary
        DataSource first() {
            return TestDatabase.h2().pool(2);
        }

        @Bean
        DataSource second() {
            return TestDatabase.h2().pool(2);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class MarkedDataSource {
        @Bean(defaultCandidate = false)
        @SnowkeyDataSource
        DataSource marked() {
            return TestDatabase.h2().pool(2);
        }
    }

    private static Integer tables(DataSource dataSource) {
        return new JdbcTemplate(dataSource)
                .queryForObject(
                        "select count(*) from information_schema.tables where table_name ilike 'snowkey%'",
                        Integer.class);
    }
}

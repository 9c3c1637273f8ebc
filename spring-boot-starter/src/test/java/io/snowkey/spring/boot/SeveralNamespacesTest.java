// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.time.InstantSource;
import java.util.Map;
import javax.sql.DataSource;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import io.snowkey.registry.TestDatabase;
import io.snowkey.spring.boot.actuator.SnowkeyActuatorAutoConfiguration;
import io.snowkey.spring.boot.book.Book;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;

import static org.assertj.core.api.Assertions.assertThat;

/** Several generators, leases and registries in one application. */
class SeveralNamespacesTest {

    private final ApplicationContextRunner contexts = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(SnowkeyAutoConfiguration.class, SnowkeyActuatorAutoConfiguration.class));

    private static SnowflakeGenerator generator(long workerId) {
        return SnowflakeGenerator.builder().workerId(workerId).build();
    }

    private static WorkerLease lease(long workerId) {
        return WorkerLease.fixed(SnowflakeLayout.DEFAULT, workerId, InstantSource.system());
    }

    private static LocalContainerEntityManagerFactoryBean unit(Map<String, Object> more) {
        LocalContainerEntityManagerFactoryBean unit = new LocalContainerEntityManagerFactoryBean();
        DataSource dataSource = TestDatabase.h2().pool(2);
        unit.setDataSource(dataSource);
        unit.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
        unit.setPackagesToScan(Book.class.getPackageName());
        unit.getJpaPropertyMap().put("hibernate.hbm2ddl.auto", "create");
        unit.getJpaPropertyMap().putAll(more);
        return unit;
    }

    private static long workerOf(EntityManagerFactory unit) {
        Book book = new Book("Ulysses");
        EntityManager manager = unit.createEntityManager();
        try {
            manager.getTransaction().begin();
            manager.persist(book);
            manager.getTransaction().commit();
        } finally {
            manager.close();
        }
        return SnowflakeLayout.DEFAULT.decode(book.id()).workerId();
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoLeasesAndAPrimaryGenerator {
        @Bean
        WorkerLease orders() {
            return lease(1);
        }

        @Bean
        WorkerLease invoices() {
            return lease(2);
        }

        @Bean
        @Primary
        SnowflakeGenerator orderIds() {
            return SnowflakeGenerator.builder().lease(orders()).build();
        }

        @Bean
        SnowflakeGenerator invoiceIds() {
            return SnowflakeGenerator.builder().lease(invoices()).build();
        }

        @Bean
        LocalContainerEntityManagerFactoryBean unit() {
            return SeveralNamespacesTest.unit(Map.of());
        }
    }

    @Test
    void startWithAPrimaryGeneratorWhichUnitsTake() {
        contexts.withUserConfiguration(TwoLeasesAndAPrimaryGenerator.class)
                .withPropertyValues("management.endpoints.web.exposure.include=*")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(workerOf(context.getBean(EntityManagerFactory.class)))
                            .isEqualTo(1);
                    MeterRegistry meters = new SimpleMeterRegistry();
                    context.getBean("snowkeyMeters", MeterBinder.class).bindTo(meters);
                    assertThat(issued(meters, "orderIds")).isEqualTo(1);
                    assertThat(issued(meters, "invoiceIds")).isZero();
                });
    }

    private static double issued(MeterRegistry meters, String namespace) {
        FunctionCounter issued =
                meters.get("snowkey.ids.issued").tag("namespace", namespace).functionCounter();
        return issued.count();
    }

    @Configuration(proxyBeanMethods = false)
    static class AUnitForEach {
        @Bean
        SnowflakeGenerator orderIds() {
            return generator(1);
        }

        @Bean
        SnowflakeGenerator invoiceIds() {
            return generator(2);
        }

        @Bean
        LocalContainerEntityManagerFactoryBean orders(SnowflakeGenerator orderIds) {
            return unit(Map.of("snowkey.generator", orderIds));
        }

        @Bean
        LocalContainerEntityManagerFactoryBean invoices(SnowflakeGenerator invoiceIds) {
            return unit(Map.of("snowkey.generator", invoiceIds));
        }
    }

    @Test
    void giveEachUnitItsOwnWhereThatIsSaid() {
        contexts.withUserConfiguration(AUnitForEach.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(workerOf(context.getBean("orders", EntityManagerFactory.class)))
                    .isEqualTo(1);
            assertThat(workerOf(context.getBean("invoices", EntityManagerFactory.class)))
                    .isEqualTo(2);
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoEqualGenerators {
        @Bean
        SnowflakeGenerator orderIds() {
            return generator(1);
        }

        @Bean
        SnowflakeGenerator invoiceIds() {
            return generator(2);
        }

        @Bean
        LocalContainerEntityManagerFactoryBean unit() {
            return SeveralNamespacesTest.unit(Map.of());
        }
    }

    /** When it is built, and not with the first row. */
    @Test
    void refuseAUnitThatCannotKnowWhichOneIsMeant() {
        contexts.withUserConfiguration(TwoEqualGenerators.class)
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("snowkey.generator"));
    }

    @Test
    void makeNoGeneratorOfOneLeaseOutOfSeveral() {
        contexts.withBean("orders", WorkerLease.class, () -> lease(1))
                .withBean("invoices", WorkerLease.class, () -> lease(2))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(SnowflakeGenerator.class));
        contexts.withBean("orders", WorkerLease.class, () -> lease(1))
                .withBean("invoices", WorkerLease.class, () -> lease(2), definition -> definition.setPrimary(true))
                .run(context -> assertThat(
                                context.getBean(SnowflakeGenerator.class).workerId())
                        .isEqualTo(2));
    }
}

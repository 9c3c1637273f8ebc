// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.lang.management.ManagementFactory;
import javax.sql.DataSource;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;

/**
 * An application with one entity, which starts and ends. The last line that it prints is after how many milliseconds of
 * its JVM it was ready. With the property {@code counted}, it is how many statements it had executed by then. It is
 * never both, because counting takes time.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class StartupApplication {

    /** Arguments: properties of the application. */
    public static void main(String[] args) {
        try (ConfigurableApplicationContext context = SpringApplication.run(StartupApplication.class, args)) {
            long millis = ManagementFactory.getRuntimeMXBean().getUptime();
            StatementCounter counted =
                    context.getBeanProvider(StatementCounter.class).getIfAvailable();
            System.out.println(counted != null ? counted.executed() : millis);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty("counted")
    static class Counting {

        @Bean
        static StatementCounter statements() {
            return new StatementCounter();
        }

        @Bean
        static BeanPostProcessor counting(StatementCounter statements) {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof DataSource dataSource ? statements.on(dataSource) : bean;
                }
            };
        }
    }

    /** Where there is no starter, there is no such annotation either: the id is assigned then. */
    @Bean
    static PersistenceManagedTypes types() {
        return PersistenceManagedTypes.of(Rows.SnowkeyRow.class.getName());
    }
}

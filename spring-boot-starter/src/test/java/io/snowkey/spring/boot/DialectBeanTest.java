// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.registry.Dialect;
import io.snowkey.registry.RegistryStatement;
import io.snowkey.registry.TestDatabase;
import io.snowkey.spring.boot.book.BookApplication;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A dialect of the application is that of the registry. */
class DialectBeanTest {

    /** As most databases have it, on H2. */
    private static final class Standard implements Dialect {

        private final Set<RegistryStatement> asked = ConcurrentHashMap.newKeySet();

        @Override
        public List<String> products() {
            return List.of("H2");
        }

        @Override
        public String clock() {
            return "CAST(floor(extract(EPOCH FROM current_timestamp) * 1000) AS BIGINT)";
        }

        @Override
        public String sql(RegistryStatement statement) {
            asked.add(statement);
            return statement.sql();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class One {

        @Bean
        Standard dialect() {
            return new Standard();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Another {

        @Bean
        Dialect another() {
            return new Standard();
        }
    }

    private static ConfigurableApplicationContext start(Class<?>... sources) {
        return new SpringApplicationBuilder(BookApplication.class)
                .sources(sources)
                .web(WebApplicationType.NONE)
                .properties(Contexts.on(TestDatabase.h2()))
                .properties("spring.jpa.hibernate.ddl-auto=create")
                .run();
    }

    @Test
    void isTheOneOfTheRegistry() {
        try (ConfigurableApplicationContext context = start(One.class)) {
            assertThat(context.getBean(SnowflakeGenerator.class).nextId()).isPositive();
            assertThat(context.getBean(Standard.class).asked).contains(RegistryStatement.RENEW);
        }
    }

    @Test
    void ofTwoNoneIsChosenInSilence() {
        assertThatThrownBy(() -> start(One.class, Another.class))
                .rootCause()
                .isInstanceOf(NoUniqueBeanDefinitionException.class)
                .hasMessageContaining("dialect,another");
    }
}

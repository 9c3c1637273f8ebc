// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.spring.boot.actuator.SnowkeyActuatorAutoConfiguration;
import io.snowkey.spring.boot.data.SnowkeyDataAutoConfiguration;
import io.snowkey.spring.boot.text.SnowkeyTextAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** Everything that the starter auto-configures, where one of the optional dependencies is not there. */
class WithoutTest {

    /** A dependency, and its packages. */
    record Optional(String name, boolean leasing, List<String> packages) {

        Optional(String name, boolean leasing, String... packages) {
            this(name, leasing, List.of(packages));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Optional> optional() {
        return Stream.of(
                new Optional("JPA", true, "jakarta.persistence", "org.springframework.orm", "org.hibernate"),
                new Optional("Hibernate", true, "org.hibernate"),
                new Optional("the Hibernate generator", true, "io.snowkey.hibernate"),
                new Optional("Flyway", true, "org.flywaydb"),
                new Optional("Liquibase", true, "liquibase"),
                new Optional("Spring Data", true, "org.springframework.data"),
                new Optional(
                        "R2DBC", true, "org.springframework.data.r2dbc", "io.r2dbc", "reactor", "org.reactivestreams"),
                new Optional("springdoc", true, "io.swagger"),
                new Optional("Micrometer", true, "io.micrometer"),
                new Optional(
                        "Actuator",
                        true,
                        "org.springframework.boot.actuate.endpoint",
                        "org.springframework.boot.actuate.health",
                        "org.springframework.boot.health.contributor"),
                new Optional(
                        "health",
                        true,
                        "org.springframework.boot.health.contributor",
                        "org.springframework.boot.actuate.health"),
                new Optional("Jackson", true, "tools.jackson", "com.fasterxml.jackson"),
                new Optional("the web", true, "org.springframework.web", "org.springframework.http"),
                new Optional(
                        "JDBC",
                        false,
                        "org.springframework.jdbc",
                        "org.springframework.boot.jdbc",
                        "org.springframework.boot.sql",
                        "org.springframework.orm"),
                new Optional("the registry", false, "io.snowkey.registry"));
    }

    @ParameterizedTest
    @MethodSource("optional")
    void issuesIdsAllTheSame(Optional missing) {
        ApplicationContextRunner contexts =
                missing.leasing() ? Contexts.jdbc() : Contexts.bare().withPropertyValues("snowkey.worker-id=7");
        contexts.withConfiguration(AutoConfigurations.of(all()))
                .withPropertyValues("management.endpoints.web.exposure.include=*")
                .withClassLoader(new FilteredClassLoader(missing.packages().toArray(String[]::new)))
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(SnowflakeGenerator.class);
                    assertThat(context.getBean(SnowflakeGenerator.class).nextId())
                            .isPositive();
                });
    }

    @Test
    void meansAllAutoConfigurations() {
        assertThat(all())
                .containsExactlyInAnyOrder(
                        SnowkeyAutoConfiguration.class,
                        SnowkeyActuatorAutoConfiguration.class,
                        SnowkeyDataAutoConfiguration.class,
                        SnowkeyTextAutoConfiguration.class);
    }

    private static Class<?>[] all() {
        ClassLoader loader = WithoutTest.class.getClassLoader();
        List<Class<?>> ours = new ArrayList<>();
        for (String name : ImportCandidates.load(AutoConfiguration.class, loader)) {
            if (name.startsWith("io.snowkey.")) {
                ours.add(ClassUtils.resolveClassName(name, loader));
            }
        }
        return ours.toArray(Class<?>[]::new);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.data;

import io.snowkey.spring.boot.Contexts;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** The callbacks by the names of their beans: Spring Data R2DBC is not there on each line of Spring Boot. */
class SnowkeyDataAutoConfigurationTest {

    private static final String JDBC = "snowkeyBeforeConvertCallback";
    private static final String R2DBC = "snowkeyReactiveBeforeConvertCallback";

    private final ApplicationContextRunner contexts =
            Contexts.jdbc().withConfiguration(AutoConfigurations.of(SnowkeyDataAutoConfiguration.class));

    @Test
    void hasACallbackForSpringDataJdbc() {
        contexts.run(
                context -> assertThat(context).hasBean(JDBC).getBean(JDBC).isInstanceOf(SnowflakeIdCallback.class));
    }

    @Test
    void hasACallbackForSpringDataR2dbc() {
        assumeThat(ClassUtils.isPresent("org.springframework.data.r2dbc.mapping.event.BeforeConvertCallback", null))
                .as("Spring Data R2DBC is there")
                .isTrue();
        contexts.run(context -> assertThat(context).hasBean(R2DBC));
    }

    @Test
    void backsOffFromCallbacksOfTheApplication() {
        contexts.withBean(JDBC, String.class, () -> "mine")
                .withBean(R2DBC, String.class, () -> "mine")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(JDBC)).isEqualTo("mine");
                    assertThat(context.getBean(R2DBC)).isEqualTo("mine");
                });
    }
}

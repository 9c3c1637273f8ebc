// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.text;

import io.snowkey.spring.boot.Contexts;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;

import static org.assertj.core.api.Assertions.assertThat;

class SnowkeyTextAutoConfigurationTest {

    @Test
    void backsOffFromTheApplicationsOwnWayToWriteIdsAsText() {
        Contexts.bare()
                .withConfiguration(AutoConfigurations.of(SnowkeyTextAutoConfiguration.class))
                .withBean("snowkeyIdConverter", String.class, () -> "mine")
                .withBean("snowkeyIdModule", String.class, () -> "mine")
                .withBean("snowkeyJackson2IdModule", String.class, () -> "mine")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(IdConverter.class)
                        .doesNotHaveBean(IdModule.class)
                        .doesNotHaveBean(Jackson2IdModule.class));
    }
}

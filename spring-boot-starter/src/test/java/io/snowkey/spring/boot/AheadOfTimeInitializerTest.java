// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@Isolated("sets a flag of the whole process")
class AheadOfTimeInitializerTest {

    private static final String SETTING = "spring.jpa.properties.snowkey.worker-id";

    private final GenericApplicationContext context = new GenericApplicationContext();

    @AfterEach
    void stopProcessing() {
        SpringProperties.setProperty("spring.aot.processing", "false");
    }

    @Test
    void givesTheUnitThatNobodyUsesAWorkerId() {
        SpringProperties.setFlag("spring.aot.processing");
        new AheadOfTimeInitializer().initialize(context);
        assertThat(context.getEnvironment().getProperty(SETTING)).isEqualTo("0");
    }

    @Test
    void leavesTheLastWordToTheApplication() {
        SpringProperties.setFlag("spring.aot.processing");
        context.getEnvironment().getPropertySources().addLast(new MapPropertySource("own", Map.of(SETTING, "9")));
        new AheadOfTimeInitializer().initialize(context);
        assertThat(context.getEnvironment().getProperty(SETTING)).isEqualTo("9");
    }

    @Test
    void doesNothingWhenTheApplicationRuns() {
        new AheadOfTimeInitializer().initialize(context);
        assertThat(context.getEnvironment().getProperty(SETTING)).isNull();
    }
}

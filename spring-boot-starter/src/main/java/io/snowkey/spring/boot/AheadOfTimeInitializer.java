// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.Map;

import io.snowkey.hibernate.SnowkeySettings;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.MapPropertySource;

/**
 * While an application is processed ahead of time, Spring Data builds a persistence unit of its own to look at the entities,
 * which no bean post-processor gets to see and which would be refused for want of a generator. It stores nothing and issues no
 * id, so that any worker id will do. When the application runs, this does nothing.
 */
final class AheadOfTimeInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** What Spring says while it processes. */
    private static final String PROCESSING = "spring.aot.processing";

    /** From where Spring Data takes the settings of that unit. */
    private static final String SETTING = "spring.jpa.properties." + SnowkeySettings.WORKER_ID;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        if (SpringProperties.getFlag(PROCESSING)) {
            Map<String, Object> settings = Map.of(SETTING, "0");
            context.getEnvironment()
                    .getPropertySources()
                    .addLast(new MapPropertySource("snowkeyAheadOfTime", settings));
        }
    }
}

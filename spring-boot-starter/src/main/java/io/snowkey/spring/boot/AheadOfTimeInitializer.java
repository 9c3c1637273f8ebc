// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.Map;

import io.snowkey.hibernate.SnowkeySettings;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.MapPropertySource;

/**
 * Sets a worker id while an application is processed ahead of time. During that, Spring Data builds a persistence unit
 * of its own to look at the entities. No bean post-processor sees this unit, and it would be refused because it has no
 * generator. It stores nothing and issues no id, so any worker id will do. When the application runs, this class does
 * nothing.
 */
final class AheadOfTimeInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** The flag that Spring sets while it processes an application. */
    private static final String PROCESSING = "spring.aot.processing";

    /** The property from which Spring Data takes this setting of that unit. */
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

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/**
 * Says which mapping of a key was refused, and what to do. It knows Hibernate's exception by the name of its type
 * alone.
 */
final class MappingFailureAnalyzer implements FailureAnalyzer {

    private static final String REFUSED = "org.hibernate.MappingException";

    private final @Nullable BeanFactory beans;

    MappingFailureAnalyzer(@Nullable BeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable next = failure; next != null; next = next.getCause()) {
            String message = String.valueOf(next.getMessage());
            if (next.getClass().getName().equals(REFUSED)
                    && (message.startsWith("Snowflake key ") || message.startsWith("Flake key "))) {
                return new FailureAnalysis(message, action(message), next);
            }
        }
        return null;
    }

    private String action(String message) {
        if (!message.contains("no generator") || !(beans instanceof ConfigurableListableBeanFactory here)) {
            return "Change the mapping as the description says.";
        }
        Generators generators = Generators.in(here);
        if (generators.names().isEmpty()) {
            return "Let the application have a DataSource, from whose database a worker id is leased; or set"
                    + " snowkey.worker-id, another one for each process; or define a SnowflakeGenerator bean.";
        }
        String settings =
                " into the settings of the unit: setJpaPropertyMap(Map.of(\"snowkey.generator\", generator)).";
        return generators.primary() != null
                ? "Let the @Bean method return the LocalContainerEntityManagerFactoryBean, and not the EntityManagerFactory"
                        + " that it makes: then the unit gets its generator by itself. Or put the bean "
                        + generators.primary() + settings
                : "There are several SnowflakeGenerator beans: " + String.join(", ", generators.names())
                        + ". Put @Primary on the one that persistence units are to use, or put one" + settings;
    }
}

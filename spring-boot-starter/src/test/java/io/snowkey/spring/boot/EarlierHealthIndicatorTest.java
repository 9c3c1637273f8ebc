// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** What decides on Spring Boot 3.5 whether there is a health indicator, on each line. */
class EarlierHealthIndicatorTest {

    @Test
    void isThereUnlessAnApplicationSaysOtherwise() {
        String own = "management.health.snowkey.enabled";
        String all = "management.health.defaults.enabled";
        assertThat(isEnabled(Map.of())).isTrue();
        assertThat(isEnabled(Map.of(all, "false"))).isFalse();
        assertThat(isEnabled(Map.of(all, "false", own, "true"))).isTrue();
        assertThat(isEnabled(Map.of(own, "false"))).isFalse();
        assertThat(isEnabled(Map.of(all, "true", own, "false"))).isFalse();
    }

    private static boolean isEnabled(Map<String, Object> properties) {
        GenericApplicationContext context = new GenericApplicationContext();
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
        return new EarlierHealthIndicator.Enabled().matches(conditionContext(context), null);
    }

    private static ConditionContext conditionContext(GenericApplicationContext context) {
        return new Conditional(context);
    }

    private record Conditional(GenericApplicationContext context) implements ConditionContext {

        @Override
        public org.springframework.beans.factory.support.BeanDefinitionRegistry getRegistry() {
            return context;
        }

        @Override
        public org.springframework.beans.factory.config.ConfigurableListableBeanFactory getBeanFactory() {
            return context.getBeanFactory();
        }

        @Override
        public org.springframework.core.env.Environment getEnvironment() {
            return context.getEnvironment();
        }

        @Override
        public org.springframework.core.io.ResourceLoader getResourceLoader() {
            return context;
        }

        @Override
        public ClassLoader getClassLoader() {
            return context.getClassLoader();
        }
    }
}

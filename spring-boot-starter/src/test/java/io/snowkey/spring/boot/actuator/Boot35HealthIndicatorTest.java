// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.actuator;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** What decides on Spring Boot 3.5 whether there is a health indicator, on each line. */
class Boot35HealthIndicatorTest {

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

    /** A native image keeps what is made by reflection. Spring registers it only where the indicator is. */
    @Test
    void registersWhatANativeImageHasToKeep() {
        assertThat(SnowkeyActuatorAutoConfiguration.Boot35HealthConfiguration.class
                        .getAnnotation(ImportRuntimeHints.class)
                        .value())
                .containsExactly(Boot35HealthIndicator.Hints.class);
        RuntimeHints hints = new RuntimeHints();
        new Boot35HealthIndicator.Hints().registerHints(hints, null);
        assertThat(hints.proxies().jdkProxyHints()).anySatisfy(proxy -> assertThat(proxy.getProxiedInterfaces())
                .containsExactly(TypeReference.of(Boot35HealthIndicator.INDICATOR)));
        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(TypeReference.of("org.springframework.boot.actuate.health.Health$Builder"))
                        .withMemberCategories(
                                MemberCategory.INVOKE_DECLARED_CONSTRUCTORS, MemberCategory.INVOKE_PUBLIC_METHODS))
                .accepts(hints);
    }

    private static boolean isEnabled(Map<String, Object> properties) {
        GenericApplicationContext context = new GenericApplicationContext();
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
        return new Boot35HealthIndicator.Enabled().matches(conditionContext(context), null);
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

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.stream.Stream;
import javax.sql.DataSource;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if there is a {@code DataSource} that the registry may be in. That is one that is injected where any is asked
 * for, or one that is marked with {@link SnowkeyDataSource}. A marked one need not be injected elsewhere. Spring Boot's
 * own condition sees the first kind alone.
 */
final class OnRegistryDataSource extends SpringBootCondition implements ConfigurationCondition {

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("Database of the worker id registry");
        ConfigurableListableBeanFactory beans = context.getBeanFactory();
        if (beans == null) {
            return ConditionOutcome.noMatch(message.because("there are no beans"));
        }
        String[] found = BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, DataSource.class, true, false);
        return Stream.of(found).anyMatch(name -> isCandidate(beans, name))
                ? ConditionOutcome.match(message.foundExactly("a DataSource"))
                : ConditionOutcome.noMatch(message.because(
                        "there is no DataSource bean, or none that is a default candidate or has @SnowkeyDataSource"));
    }

    private static boolean isCandidate(ConfigurableListableBeanFactory beans, String name) {
        if (beans.findAnnotationOnBean(name, SnowkeyDataSource.class, false) != null) {
            return true;
        }
        // A bean of a parent context has no definition here, and neither has one
        // that was registered as an object.
        return !beans.containsBeanDefinition(name)
                || (beans.getBeanDefinition(name).isAutowireCandidate()
                        && !(beans.getMergedBeanDefinition(name) instanceof AbstractBeanDefinition definition
                                && !definition.isDefaultCandidate()));
    }
}

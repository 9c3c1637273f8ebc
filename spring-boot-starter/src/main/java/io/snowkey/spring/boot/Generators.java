// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.List;

import io.snowkey.SnowflakeGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;

/**
 * The generators of an application, by the names of their beans. No generator is created to find them. Not for users:
 * it is public only for the other packages of the starter.
 *
 * @param names the names of all of them
 * @param primary the name of the one to use where none is named, or {@code null} if it is not clear which one
 */
public record Generators(List<String> names, @Nullable String primary) {

    /** The name of the bean that the starter defines. Applications do not use such a name. */
    public static final String OF_THE_STARTER = "snowkeyGenerator";

    /** Finds the generators of this context or, if it has none, of the next parent context that has some. */
    public static Generators in(ConfigurableListableBeanFactory beans) {
        List<String> names = List.of(beans.getBeanNamesForType(SnowflakeGenerator.class, true, false));
        if (names.isEmpty()) {
            BeanFactory parent = beans.getParentBeanFactory();
            return parent instanceof ConfigurableListableBeanFactory more ? in(more) : new Generators(names, null);
        }
        List<String> candidates =
                names.stream().filter(name -> isCandidate(beans, name)).toList();
        List<String> primary =
                candidates.stream().filter(name -> isPrimary(beans, name)).toList();
        return new Generators(
                names, primary.size() == 1 ? primary.get(0) : candidates.size() == 1 ? candidates.get(0) : null);
    }

    private static boolean isCandidate(ConfigurableListableBeanFactory beans, String name) {
        BeanDefinition definition = definition(beans, name);
        return definition == null
                || (definition.isAutowireCandidate()
                        && !(definition instanceof AbstractBeanDefinition more && !more.isDefaultCandidate()));
    }

    private static boolean isPrimary(ConfigurableListableBeanFactory beans, String name) {
        BeanDefinition definition = definition(beans, name);
        return definition != null && definition.isPrimary();
    }

    private static @Nullable BeanDefinition definition(ConfigurableListableBeanFactory beans, String name) {
        return beans.containsBeanDefinition(name) ? beans.getMergedBeanDefinition(name) : null;
    }
}

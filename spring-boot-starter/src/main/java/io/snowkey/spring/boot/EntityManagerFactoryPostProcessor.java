// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.hibernate.SnowkeySettings;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;

/**
 * Gives the generator to every persistence unit that a bean builds. The unit is built without the generator, and asks
 * for it with the first key. So neither the order of the beans nor Hibernate's own schema creation depends on a lease.
 */
final class EntityManagerFactoryPostProcessor implements BeanPostProcessor, BeanFactoryAware {

    private @Nullable ConfigurableListableBeanFactory beanFactory;
    private SessionFactoryBeans sessionFactoryBeans = new SessionFactoryBeans(null);

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        ConfigurableListableBeanFactory beans = (ConfigurableListableBeanFactory) beanFactory;
        this.beanFactory = beans;
        this.sessionFactoryBeans = SessionFactoryBeans.in(beans.getBeanClassLoader());
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        ConfigurableListableBeanFactory beans = Objects.requireNonNull(beanFactory);
        if (bean instanceof AbstractEntityManagerFactoryBean unit) {
            giveGenerator(unit.getJpaPropertyMap(), beans);
        } else if (sessionFactoryBeans.includes(bean)) {
            giveGenerator(sessionFactoryBeans.settings(bean), beans);
        } else if (bean instanceof SnowflakeGenerator) {
            destroyUnitsBefore(beanName, AbstractEntityManagerFactoryBean.class, beans);
            if (sessionFactoryBeans.type() != null) {
                destroyUnitsBefore(beanName, sessionFactoryBeans.type(), beans);
            }
        }
        return bean;
    }

    private static void giveGenerator(Map<? super String, Object> settings, ConfigurableListableBeanFactory beans) {
        if (hasOneCandidate(beans)) {
            Supplier<SnowflakeGenerator> generator = () -> beans.getBean(SnowflakeGenerator.class);
            settings.putIfAbsent(SnowkeySettings.GENERATOR, generator);
        }
    }

    /**
     * Whether it is clear which generator is meant, here or in a parent context. Creates no generator to find that out.
     */
    private static boolean hasOneCandidate(ConfigurableListableBeanFactory beans) {
        Generators generators = Generators.in(beans);
        return generators.primary() != null;
    }

    /**
     * Makes the units shut down before the generator, so that what they store until then still gets its keys. This is
     * not done as soon as a unit is created. Where Spring Boot initializes the database through the unit, the lease
     * waits for the unit, and Spring would refuse the circle.
     */
    private static void destroyUnitsBefore(String generator, Class<?> unit, ConfigurableListableBeanFactory beans) {
        for (String name : beans.getBeanNamesForType(unit, true, false)) {
            beans.registerDependentBean(generator, BeanFactoryUtils.transformedBeanName(name));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.actuator;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;

/**
 * The health of all generators on Spring Boot 3.5. There, the types of health are in another package than on Spring
 * Boot 4, which the starter is compiled against. Only this class knows their earlier names.
 */
final class Boot35HealthIndicator implements FactoryBean<Object>, InvocationHandler {

    static final String INDICATOR = "org.springframework.boot.actuate.health.HealthIndicator";
    private static final String BUILDER = "org.springframework.boot.actuate.health.Health$Builder";

    private final LeaseStates leases;
    private final ClassLoader classLoader;

    /**
     * @param leases asked at each look at the health, and not before. Spring creates a factory earlier than other
     *     beans, to learn the type of its product. The generators would be created as early, if they were asked for
     *     here.
     */
    Boot35HealthIndicator(LeaseStates leases, ClassLoader classLoader) {
        this.leases = leases;
        this.classLoader = classLoader;
    }

    @Override
    public Class<?> getObjectType() {
        return ClassUtils.resolveClassName(INDICATOR, classLoader);
    }

    @Override
    public Object getObject() {
        return Proxy.newProxyInstance(classLoader, new Class<?>[] {getObjectType()}, this);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        return switch (method.getName()) {
            case "health" -> health();
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "SnowkeyHealthIndicator";
            default -> InvocationHandler.invokeDefault(proxy, method, arguments);
        };
    }

    private Object health() throws ReflectiveOperationException {
        LeaseHealth health = LeaseHealth.of(leases.all());
        Class<?> type = ClassUtils.resolveClassName(BUILDER, classLoader);
        Object builder = type.getConstructor().newInstance();
        type.getMethod("status", String.class).invoke(builder, health.status());
        type.getMethod("withDetails", Map.class).invoke(builder, health.details());
        return type.getMethod("build").invoke(builder);
    }

    /** What a native image has to keep for this class. */
    static final class Hints implements RuntimeHintsRegistrar {

        @Override
        public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
            hints.proxies().registerJdkProxy(TypeReference.of(INDICATOR));
            hints.reflection()
                    .registerType(
                            TypeReference.of(BUILDER),
                            MemberCategory.INVOKE_DECLARED_CONSTRUCTORS,
                            MemberCategory.INVOKE_PUBLIC_METHODS);
        }
    }

    /**
     * Whether this indicator is enabled. It reads the properties itself, because Spring Boot's own condition moved as
     * well.
     */
    static final class Enabled implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            Environment settings = context.getEnvironment();
            boolean unlessSaid = settings.getProperty("management.health.defaults.enabled", Boolean.class, true);
            return settings.getProperty("management.health.snowkey.enabled", Boolean.class, unlessSaid);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.snowkey.GeneratorObserver;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.registry.RegistryObserver;
import io.snowkey.spring.boot.actuator.SnowkeyActuatorAutoConfiguration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.logback.LogbackLoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Beans of the application that hear what happens. */
@ExtendWith(OutputCaptureExtension.class)
@Isolated("reads what the whole process prints")
class ObserversTest {

    @Configuration(proxyBeanMethods = false)
    static class Listeners {

        private final List<String> heard = new ArrayList<>();

        @Bean
        @Order(2)
        GeneratorObserver second() {
            return observer(GeneratorObserver.class, "second", heard);
        }

        @Bean
        @Order(1)
        GeneratorObserver first() {
            return observer(GeneratorObserver.class, "first", heard);
        }

        @Bean
        @Order(2)
        RegistryObserver secondOfTheRegistry() {
            return observer(RegistryObserver.class, "second", heard);
        }

        @Bean
        @Order(1)
        RegistryObserver firstOfTheRegistry() {
            return observer(RegistryObserver.class, "first", heard);
        }
    }

    @Test
    void ofTheGeneratorAllHearInTheirOrder() {
        Contexts.bare()
                .withPropertyValues("snowkey.worker-id=7", "snowkey.clock.warn-before-end=40000d")
                .withUserConfiguration(Listeners.class)
                .run(context -> assertThat(context.getBean(Listeners.class).heard)
                        .containsExactly("first layoutEndsSoon", "second layoutEndsSoon"));
    }

    @Test
    void ofTheRegistryAllHearInTheirOrder() {
        List<String> heard = new ArrayList<>();
        Contexts.jdbc().withUserConfiguration(Listeners.class).run(context -> {
            heard.addAll(context.getBean(Listeners.class).heard);
            context.getSourceApplicationContext().stop();
            heard.addAll(context.getBean(Listeners.class).heard.subList(2, 4));
        });
        assertThat(heard).containsExactly("first acquired", "second acquired", "first released", "second released");
    }

    static Stream<Method> events() {
        return Stream.of(GeneratorObserver.class, RegistryObserver.class)
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> !method.isSynthetic());
    }

    /** So that no event is forgotten when one is added. */
    @ParameterizedTest
    @MethodSource("events")
    void hearOfEveryEvent(Method event) throws ReflectiveOperationException {
        List<String> heard = new ArrayList<>();
        Object composed = event.getDeclaringClass() == GeneratorObserver.class
                ? GeneratorObservers.of(List.of(
                        observer(GeneratorObserver.class, "a", heard), observer(GeneratorObserver.class, "b", heard)))
                : RegistryObservers.of(List.of(
                        observer(RegistryObserver.class, "a", heard), observer(RegistryObserver.class, "b", heard)));
        event.invoke(
                composed,
                Stream.of(event.getParameterTypes()).map(ObserversTest::any).toArray());
        assertThat(heard).containsExactly("a " + event.getName(), "b " + event.getName());
    }

    /** Whatever the first one throws: an error of a class that is not there, too. */
    @ParameterizedTest
    @MethodSource("events")
    void hearOfEveryEventAlsoAfterOneThatFails(Method event) throws ReflectiveOperationException {
        for (Throwable failure : List.of(new IllegalStateException("broken"), new NoClassDefFoundError("broken"))) {
            List<String> heard = new ArrayList<>();
            Object composed = event.getDeclaringClass() == GeneratorObserver.class
                    ? GeneratorObservers.of(List.of(
                            broken(GeneratorObserver.class, failure),
                            broken(GeneratorObserver.class, new IllegalStateException("so am I")),
                            observer(GeneratorObserver.class, "last", heard)))
                    : RegistryObservers.of(List.of(
                            broken(RegistryObserver.class, failure),
                            broken(RegistryObserver.class, new IllegalStateException("so am I")),
                            observer(RegistryObserver.class, "last", heard)));
            assertThatExceptionOfType(InvocationTargetException.class)
                    .isThrownBy(() -> event.invoke(
                            composed,
                            Stream.of(event.getParameterTypes())
                                    .map(ObserversTest::any)
                                    .toArray()))
                    .havingCause()
                    .isSameAs(failure)
                    .satisfies(thrown -> assertThat(thrown.getSuppressed())
                            .singleElement()
                            .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
                            .hasMessage("so am I"));
            assertThat(heard).containsExactly("last " + event.getName());
        }
    }

    /** A broken bean of the application neither stops the lease nor keeps the meters from counting. */
    @Test
    void thatFailLeaveLeaseAndMetersAlone(CapturedOutput output) {
        new LogbackLoggingSystem(getClass().getClassLoader()).setLogLevel("io.snowkey.registry", LogLevel.WARN);
        Contexts.jdbc()
                .withConfiguration(AutoConfigurations.of(SnowkeyActuatorAutoConfiguration.class))
                .withBean(
                        RegistryObserver.class,
                        () -> broken(RegistryObserver.class, new IllegalStateException("broken")))
                .run(context -> {
                    MeterRegistry meters = new SimpleMeterRegistry();
                    context.getBean("snowkeyLeaseMeters", MeterBinder.class).bindTo(meters);
                    assertThat(meters.get("snowkey.lease.acquisition")
                                    .tag("outcome", "success")
                                    .timer()
                                    .count())
                            .isEqualTo(1);
                    assertThat(context.getBean(SnowflakeGenerator.class).nextId())
                            .isPositive();
                });
        assertThat(output).contains("IllegalStateException: broken");
    }

    @Test
    void findTheEndOfTheLayoutInTheLogToo(CapturedOutput output) {
        new LogbackLoggingSystem(getClass().getClassLoader()).setLogLevel(GeneratorLog.class.getName(), LogLevel.WARN);
        Contexts.bare()
                .withPropertyValues("snowkey.worker-id=7", "snowkey.clock.warn-before-end=40000d")
                .run(context -> context.getBean(SnowflakeGenerator.class).nextId());
        assertThat(output).containsOnlyOnce("ends at 2094-09-07T15:47:35.552Z: no ids from then on");
    }

    private static Object any(Class<?> type) {
        return type == long.class ? 7L : type == Duration.class ? Duration.ZERO : null;
    }

    private static <T> T broken(Class<T> type, Throwable failure) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getDeclaringClass() == Object.class) {
                return method.getName().equals("hashCode") ? System.identityHashCode(proxy) : proxy == arguments[0];
            }
            throw failure;
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static <T> T observer(Class<T> type, String name, List<String> heard) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getDeclaringClass() == Object.class) {
                return method.getName().equals("hashCode") ? System.identityHashCode(proxy) : proxy == arguments[0];
            }
            heard.add(name + " " + method.getName());
            return null;
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}

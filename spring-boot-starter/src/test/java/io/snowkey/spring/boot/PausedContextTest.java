// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.registry.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** Pausing and restarting contexts, which Spring Framework has from version 7 on. */
@EnabledIf("canPause")
class PausedContextTest {

    static boolean canPause() {
        return ClassUtils.hasMethod(ConfigurableApplicationContext.class, "pause");
    }

    private final TestDatabase database = TestDatabase.h2();
    private final Registry registry = Registry.in(database);

    @ParameterizedTest
    @ValueSource(strings = {"startup", "lazy"})
    void holdsNoWorkerIdWhileItIsPaused(String acquire) {
        Contexts.jdbc()
                .withPropertyValues(Contexts.on(database))
                .withPropertyValues("snowkey.registry.acquire=" + acquire)
                .run(context -> {
                    ConfigurableApplicationContext whole = context.getSourceApplicationContext();
                    SnowflakeGenerator ids = context.getBean(SnowflakeGenerator.class);
                    long before = ids.nextId();
                    whole.pause();
                    assertThat(registry.isHeld()).isFalse();
                    whole.restart();
                    assertThat(registry.isHeld()).isEqualTo(acquire.equals("startup"));
                    assertThat(ids.nextId()).isGreaterThan(before);
                    assertThat(registry.isHeld()).isTrue();
                });
        assertThat(registry.isHeld()).isFalse();
    }

    @Test
    void takesNoneThatItDidNotHaveBefore() {
        Contexts.jdbc()
                .withPropertyValues(Contexts.on(database))
                .withPropertyValues("snowkey.registry.acquire=lazy")
                .run(context -> {
                    context.getSourceApplicationContext().pause();
                    context.getSourceApplicationContext().restart();
                    assertThat(registry.rows()).isEmpty();
                });
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.registry.TestDatabase;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.jdbc.HikariCheckpointRestoreLifecycle;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Spring does when a JVM with CRaC is about to be written to an image, and after it was restored from it: the same two
 * calls as from its hook, and the bean with which Spring Boot then has the pool close its connections.
 */
class CheckpointTest {

    private final TestDatabase database = TestDatabase.h2().withSchema();
    private final Registry registry = Registry.in(database);

    /** Spring Boot has it where the library of CRaC is on the class path. */
    @Configuration(proxyBeanMethods = false)
    static class Pool {

        @Bean
        HikariCheckpointRestoreLifecycle hikariCheckpointRestoreLifecycle(
                DataSource dataSource, ConfigurableApplicationContext context) {
            return new HikariCheckpointRestoreLifecycle(dataSource, context);
        }
    }

    /** Were the pool to go first, the release would wait for a connection until the restore. */
    @ParameterizedTest
    @ValueSource(strings = {"startup", "lazy"})
    @Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void leavesNoWorkerIdInTheImageAndTakesOneAfterTheRestore(String acquire) {
        Contexts.jdbc()
                .withUserConfiguration(Pool.class)
                .withPropertyValues(Contexts.on(database))
                .withPropertyValues(
                        "spring.datasource.hikari.allow-pool-suspension=true", "snowkey.registry.acquire=" + acquire)
                .run(context -> {
                    SnowflakeGenerator ids = context.getBean(SnowflakeGenerator.class);
                    HikariDataSource pool = context.getBean(HikariDataSource.class);
                    LifecycleProcessor processor = context.getBean(LifecycleProcessor.class);
                    long before = ids.nextId();

                    ReflectionTestUtils.invokeMethod(processor, "stopForRestart");
                    assertThat(pool.isRunning()).isFalse();
                    assertThat(registry.isHeld()).isFalse();

                    ReflectionTestUtils.invokeMethod(processor, "restartAfterStop");
                    assertThat(pool.isRunning()).isTrue();
                    assertThat(registry.isHeld()).isTrue(); // as before the checkpoint, also where it was lazy
                    assertThat(ids.nextId()).isGreaterThan(before);
                });
        assertThat(registry.isHeld()).isFalse();
    }
}

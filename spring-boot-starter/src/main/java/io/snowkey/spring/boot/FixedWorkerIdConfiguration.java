// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The lease of a worker id that the properties give. A file guards it, or nothing does. No registry and no
 * {@code DataSource} is needed.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("snowkey.worker-id")
@ConditionalOnMissingBean({WorkerLease.class, SnowflakeGenerator.class})
class FixedWorkerIdConfiguration {

    @Bean
    WorkerLease snowkeyWorkerLease(SnowkeyProperties properties, SnowflakeLayout layout) {
        long workerId = properties.fixedWorkerId();
        WorkerFileProperties file = properties.workerFile();
        return file != null
                ? new LifecycleWorkerLease(() -> file.open(layout, workerId), layout, true)
                : SettingsException.explained(
                        () -> WorkerLease.fixed(layout, workerId, SnowkeyAutoConfiguration.clock()));
    }
}

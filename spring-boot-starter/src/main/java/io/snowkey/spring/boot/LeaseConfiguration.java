// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import io.snowkey.SnowflakeLayout;
import io.snowkey.registry.JdbcWorkerRegistry;
import io.snowkey.spring.boot.LeaseProperties.Acquire;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The lease from a registry: ours, or one of the application. With several registries and no primary one, it is not
 * clear which one is meant, and there is no lease.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSingleCandidate(JdbcWorkerRegistry.class)
class LeaseConfiguration {

    private final LeaseProperties lease;

    LeaseConfiguration(LeaseProperties lease) {
        this.lease = lease;
    }

    @Bean
    @DependsOnDatabaseInitialization
    LifecycleWorkerLease snowkeyWorkerLease(JdbcWorkerRegistry registry, SnowflakeLayout layout) {
        return new LifecycleWorkerLease(registry::acquire, layout, lease.acquire() == Acquire.STARTUP);
    }
}

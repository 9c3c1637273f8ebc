// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.WorkerLease;
import io.snowkey.registry.JdbcWorkerRegistry;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * A worker id from the registry, unless the application has it from elsewhere. With {@code snowkey.worker-id}, or with
 * a {@code WorkerLease} or a {@code SnowflakeGenerator} of the application, there is no registry, there are no tables,
 * and no {@code DataSource} is looked for. With a {@code JdbcWorkerRegistry} of the application, there is only a lease
 * from that.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(JdbcWorkerRegistry.class)
@ConditionalOnProperty(name = "snowkey.worker-id", havingValue = "false", matchIfMissing = true)
@ConditionalOnMissingBean({WorkerLease.class, SnowflakeGenerator.class})
@EnableConfigurationProperties(LeaseProperties.class)
@Import({DatabaseConfiguration.class, LeaseConfiguration.class})
class RegistryConfiguration {}

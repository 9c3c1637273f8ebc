// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** The health of the lease on Spring Boot 4. */
final class SnowkeyHealthIndicator extends AbstractHealthIndicator {

    private final LeaseState lease;

    SnowkeyHealthIndicator(LeaseState lease) {
        super("Snowkey health check failed");
        this.lease = lease;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        LeaseHealth health = LeaseHealth.of(lease);
        builder.status(health.status()).withDetails(health.details());
    }
}

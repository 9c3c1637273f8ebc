// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.actuator;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** The health of all generators on Spring Boot 4. */
final class SnowkeyHealthIndicator extends AbstractHealthIndicator {

    private final LeaseStates leases;

    SnowkeyHealthIndicator(LeaseStates leases) {
        super("Snowkey health check failed");
        this.leases = leases;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        LeaseHealth health = LeaseHealth.of(leases.all());
        builder.status(health.status()).withDetails(health.details());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.time.Instant;

import io.snowkey.Claim;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Up while ids can be issued, and down while they cannot; unknown while no worker id is held, because none was needed yet or
 * the context is stopped. It comes back by itself, for the registry goes on trying.
 */
final class SnowkeyHealthIndicator extends AbstractHealthIndicator {

    private final LeaseState lease;

    SnowkeyHealthIndicator(LeaseState lease) {
        super("Snowkey health check failed");
        this.lease = lease;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        Claim claim = lease.claim();
        if (claim == null) {
            health.unknown().withDetail("lease", "no worker id is held at present");
            return;
        }
        health.status(lease.canIssue() ? "UP" : "DOWN")
                .withDetail("workerId", claim.workerId())
                .withDetail(
                        "claimUntil", Instant.ofEpochMilli(claim.untilMillis()).toString());
        Throwable trouble = lease.trouble();
        if (trouble != null) {
            health.withDetail("trouble", String.valueOf(trouble.getMessage()));
        }
    }
}

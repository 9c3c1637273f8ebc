// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import io.snowkey.Claim;

/**
 * What the health indicator says, whichever version of Spring Boot it says it to: up while ids can be issued, and down while
 * they cannot; unknown while no worker id is held, because none was needed yet or the context is stopped. It comes back by
 * itself, for the registry goes on trying.
 *
 * @param status the code of the status
 * @param details in the order in which to show them
 */
record LeaseHealth(String status, Map<String, Object> details) {

    static LeaseHealth of(LeaseState lease) {
        Map<String, Object> details = new LinkedHashMap<>();
        Claim claim = lease.claim();
        if (claim == null) {
            details.put("lease", "no worker id is held at present");
            return new LeaseHealth("UNKNOWN", details);
        }
        details.put("workerId", claim.workerId());
        details.put("claimUntil", Instant.ofEpochMilli(claim.untilMillis()).toString());
        Throwable trouble = lease.trouble();
        if (trouble != null) {
            details.put("trouble", String.valueOf(trouble.getMessage()));
        }
        String regression = lease.regression();
        if (regression != null) {
            details.put("regression", regression);
        }
        return new LeaseHealth(lease.canIssue() ? "UP" : "DOWN", details);
    }
}

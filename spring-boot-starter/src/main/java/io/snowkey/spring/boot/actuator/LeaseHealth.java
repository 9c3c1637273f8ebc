// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.actuator;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.snowkey.Claim;
import io.snowkey.SnowkeyException;

/**
 * What the health indicator says, on each version of Spring Boot. It is up while ids can be issued. It is down while
 * they cannot, with the reason. It is unknown while no worker id is held, because none was needed yet or the context is
 * stopped. It recovers by itself, because the registry goes on trying.
 *
 * @param status the code of the status
 * @param details in the order in which to show them
 */
record LeaseHealth(String status, Map<String, Object> details) {

    /** The codes of the status, the worst first. */
    private static final List<String> ORDER = List.of("DOWN", "UNKNOWN", "UP");

    static LeaseHealth of(LeaseState lease) {
        Map<String, Object> details = new LinkedHashMap<>();
        Claim held = lease.held();
        Claim last = lease.claim();
        if (held != null) {
            details.put("workerId", held.workerId());
            details.put("claimUntil", Instant.ofEpochMilli(held.untilMillis()).toString());
        } else {
            details.put("lease", "no worker id is held at present");
            if (last != null) {
                details.put("lastWorkerId", last.workerId());
            }
        }
        Throwable trouble = lease.renewalFailure();
        if (trouble != null) {
            details.put("trouble", String.valueOf(trouble.getMessage()));
        }
        String regression = lease.regression();
        if (regression != null) {
            details.put("regression", regression);
        }
        SnowkeyException refusal = lease.refusal();
        if (refusal != null) {
            details.put("refused", String.valueOf(refusal.getMessage()));
            return new LeaseHealth("DOWN", details);
        }
        return new LeaseHealth(last != null ? "UP" : "UNKNOWN", details);
    }

    /**
     * The health of several generators: the worst status of all. The details show each generator under its name. A
     * generator that is the only one shows its details without its name.
     *
     * @param leases the states by the names of their generators
     */
    static LeaseHealth of(Map<String, LeaseState> leases) {
        if (leases.size() == 1) {
            return of(leases.values().iterator().next());
        }
        Map<String, Object> details = new LinkedHashMap<>();
        String worst = "UP";
        for (Map.Entry<String, LeaseState> lease : leases.entrySet()) {
            LeaseHealth health = of(lease.getValue());
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("status", health.status());
            one.putAll(health.details());
            details.put(lease.getKey(), one);
            if (ORDER.indexOf(health.status()) < ORDER.indexOf(worst)) {
                worst = health.status();
            }
        }
        return new LeaseHealth(worst, details);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

/** A rule was broken. An error, so that no code under test takes it for a failure of the database. */
final class SimViolation extends AssertionError {

    private final SimRule rule;

    SimViolation(SimRule rule, String message) {
        super(message);
        this.rule = rule;
    }

    SimRule rule() {
        return rule;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waits for a condition. The limit is so long that a slow machine keeps it: it ends waits for what never comes. */
final class Waits {

    private Waits() {}

    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(10));
    }
}

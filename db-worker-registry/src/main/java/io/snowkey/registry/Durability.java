// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of a server that acknowledges commits which a crash takes back. Runs before the first statement of a
 * registry.
 */
final class Durability {

    private static final Logger log = LoggerFactory.getLogger(Durability.class);

    private Durability() {}

    static void check(WorkerTable table) {
        try {
            table.durabilityWarning()
                    .ifPresent(setting -> log.warn(
                            "The database of the registry acknowledges commits before they are on disk ({}). If its"
                                    + " machine or its process crashes, it may hand out the same ids twice. Set it to"
                                    + " the value that is durable.",
                            setting));
        } catch (SQLException | RuntimeException e) {
            log.debug(
                    "Could not ask whether commits are durable", e); // the next statement fails, and says what is wrong
        }
    }
}

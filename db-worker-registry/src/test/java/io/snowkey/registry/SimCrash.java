// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

/** Ends whatever a simulated process was in the middle of when it crashed. An error, so that nothing handles it. */
final class SimCrash extends Error {

    SimCrash() {
        super("crashed (by the simulation)", null, false, false);
    }
}

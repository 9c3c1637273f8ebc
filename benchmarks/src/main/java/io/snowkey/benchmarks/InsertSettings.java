// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.time.Duration;

/**
 * One column of the table of inserts.
 *
 * @param batch Hibernate's batch size
 * @param rewrite whether the driver makes one statement of many
 * @param roundTrip what the network takes
 */
record InsertSettings(int batch, boolean rewrite, Duration roundTrip) {

    /** Rows of one transaction. */
    static final int ROWS = 500;

    String label() {
        return "batch " + batch + (rewrite ? " + rewrite" : "") + ", " + roundTrip.toMillis() + " ms";
    }

    String csv() {
        return batch + "," + rewrite + "," + roundTrip.toMillis();
    }

    boolean hasNetwork() {
        return !roundTrip.isZero();
    }
}

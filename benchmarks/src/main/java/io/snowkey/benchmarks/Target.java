// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.util.Locale;

/** A target, and whether it was met. */
record Target(String part, String target, String reached, boolean met) {

    /** Something not to be exceeded; what was not measured is not met. */
    static Target atMost(String part, String target, double limit, double reached, String format) {
        return new Target(part, target, String.format(Locale.ROOT, format, reached), reached <= limit);
    }

    static Target atLeast(String part, String target, double limit, double reached, String format) {
        return new Target(part, target, String.format(Locale.ROOT, format, reached), reached >= limit);
    }

    String csv() {
        return part + "," + target.replace(",", "") + "," + reached.replace(",", "") + "," + met;
    }
}

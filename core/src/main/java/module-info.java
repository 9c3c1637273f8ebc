// SPDX-License-Identifier: Apache-2.0
/** Unique, time-sortable ids, created without asking anyone. Needs nothing but the JDK. */
module io.snowkey {
    requires static transitive org.jspecify;

    exports io.snowkey;
}

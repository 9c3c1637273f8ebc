// SPDX-License-Identifier: Apache-2.0
/** Unique, time-sortable ids, created without asking anyone. Needs nothing but the JDK. */
module io.snowkey {
    // Transitive: the annotations stand in what is exported, so a compiler needs them too. Nobody needs them
    // to run.
    requires static transitive org.jspecify;

    exports io.snowkey;
}

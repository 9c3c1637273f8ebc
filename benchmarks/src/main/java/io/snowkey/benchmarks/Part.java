// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

/** A part of the report, with a JVM to itself. */
interface Part {

    /** Measures, and writes tables and raw data. */
    void run() throws Exception;
}

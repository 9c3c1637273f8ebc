// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

/** A row below the header: a good one or a bad one. */
sealed interface CsvRow permits OrderRow, BadRow {

    /** The line of the file on which the row begins, from 1. */
    long line();
}

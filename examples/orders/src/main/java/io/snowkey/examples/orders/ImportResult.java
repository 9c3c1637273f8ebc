// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.time.Duration;

/**
 * What an import did.
 *
 * @param id the id of the import
 * @param stored orders stored
 * @param created agencies, projects and suppliers that were not there before
 * @param elapsed from the first row read to the last commit
 * @param badRows the rows left out
 * @param stopped whether the process was asked to end before the file did
 */
record ImportResult(long id, long stored, long created, Duration elapsed, BadRows badRows, boolean stopped) {}

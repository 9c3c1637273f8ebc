// SPDX-License-Identifier: Apache-2.0
/** The orders of a shop, read from a CSV file and stored under Snowflake keys. */
@NullMarked
package io.snowkey.examples.orders;

import org.jspecify.annotations.NullMarked;

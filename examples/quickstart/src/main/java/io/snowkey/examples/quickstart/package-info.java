// SPDX-License-Identifier: Apache-2.0
/** The smallest application with Snowflake keys. */
@NullMarked
package io.snowkey.examples.quickstart;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.util;

import javax.sql.DataSource;

/** Breaks a law, for {@code ArchitectureTest} to find. */
public final class DataSourceUser {
    DataSource dataSource;
}

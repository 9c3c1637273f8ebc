// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;

/**
 * The {@code DataSource} that the registry is in. It is chosen when it is asked for. So an application with its own
 * registry and tables need not mark one.
 *
 * @param marked those with {@link SnowkeyDataSource}
 * @param any those that are injected where any is asked for
 */
record RegistryDataSource(ObjectProvider<DataSource> marked, ObjectProvider<DataSource> any) {

    /**
     * The marked one or, if none is marked, the only or primary one.
     *
     * @throws SettingsException if it is not clear which one is meant
     */
    DataSource get() {
        DataSource own = marked.getIfAvailable();
        DataSource dataSource = own != null ? own : any.getIfUnique();
        if (dataSource == null) {
            throw new SettingsException(
                    "There are several DataSource beans, none of them is primary, and none is marked for the registry of"
                            + " worker ids.",
                    "Put @SnowkeyDataSource on the bean of the database that the registry is to be in, or @Primary on"
                            + " one of them.");
        }
        return dataSource;
    }

    /** Whether one is marked. Then the database is the registry's own, or at least not the application's usual one. */
    boolean isMarked() {
        return marked.getIfAvailable() != null;
    }
}

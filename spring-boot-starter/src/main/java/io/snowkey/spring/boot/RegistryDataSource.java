// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Which {@code DataSource} the registry is in. Chosen when it is asked for: nobody has to mark one who brings a registry and
 * tables of his own.
 *
 * @param marked those with {@link SnowkeyDataSource}
 * @param any the others
 */
record RegistryDataSource(ObjectProvider<DataSource> marked, ObjectProvider<DataSource> any) {

    /**
     * The marked one or, where none is, the only or primary one.
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

    /** Whether one is marked: a database that is the registry's own, or at least not the application's usual one. */
    boolean isMarked() {
        return marked.getIfAvailable() != null;
    }
}

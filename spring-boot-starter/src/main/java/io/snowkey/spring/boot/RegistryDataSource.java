// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;

/** Which {@code DataSource} the registry is in. */
final class RegistryDataSource {

    private RegistryDataSource() {}

    /**
     * @param marked those with {@link SnowkeyDataSource}
     * @param any the others
     * @throws SettingsException if it is not clear which one is meant
     */
    static DataSource of(ObjectProvider<DataSource> marked, ObjectProvider<DataSource> any) {
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
}

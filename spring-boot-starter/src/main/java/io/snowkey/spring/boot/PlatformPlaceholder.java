// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.List;
import javax.sql.DataSource;

import org.springframework.boot.jdbc.init.PlatformPlaceholderDatabaseDriverResolver;

/** Puts the kind of the database into the paths of scripts, where they have the placeholder. */
final class PlatformPlaceholder {

    static final String TEXT = "@@platform@@";

    private PlatformPlaceholder() {}

    /** The place with what {@code snowkey.registry.platform} says; without that setting the database is asked. */
    static List<String> resolve(String place, DataSource dataSource, TableProperties properties) {
        String given = properties.platform();
        return given != null
                ? List.of(place.replace(TEXT, given))
                : new PlatformPlaceholderDatabaseDriverResolver().resolveAll(dataSource, place);
    }
}

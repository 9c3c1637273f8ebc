// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.List;
import javax.sql.DataSource;

import org.springframework.boot.jdbc.init.PlatformPlaceholderDatabaseDriverResolver;

/** Puts the kind of the database into the places of scripts. */
final class Platform {

    static final String PLACEHOLDER = "@@platform@@";

    private Platform() {}

    /** The place with what {@code snowkey.registry.platform} says; without that setting the database is asked. */
    static List<String> in(String place, DataSource dataSource, TableProperties properties) {
        String given = properties.platform();
        return given != null
                ? List.of(place.replace(PLACEHOLDER, given))
                : new PlatformPlaceholderDatabaseDriverResolver().resolveAll(dataSource, place);
    }
}

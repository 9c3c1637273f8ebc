// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.Set;
import javax.sql.DataSource;

/**
 * The functions for SQL, such as {@code snowkey_next_id}. This class knows which databases have them, and where their
 * script is.
 */
final class SqlFunctions {

    private static final String PROPERTY = "snowkey.registry.functions";
    private static final String FOLDER = "io/snowkey/registry/functions/";
    private static final Set<String> PLATFORMS = Set.of("h2", "mariadb", "postgresql");

    private SqlFunctions() {}

    /**
     * The folder of the script for a database, on the class path.
     *
     * @throws SettingsException if the database has no such functions, or cannot have them with these settings
     */
    static String folder(DataSource dataSource, TableProperties properties) {
        String platform = PlatformPlaceholder.resolve(PlatformPlaceholder.TEXT, dataSource, properties)
                .get(0);
        if (!PLATFORMS.contains(platform)) {
            throw new SettingsException(
                    PROPERTY + " is true, and the database is " + platform
                            + ": snowkey_next_id is there on PostgreSQL, MariaDB and H2 only.",
                    platform.equals("mysql")
                            ? "Remove the property. For those functions that read a key, run " + FOLDER
                                    + "mysql/R__snowkey_functions.sql in the jar snowkey-db-worker-registry by hand or by"
                                    + " your migration tool. Let the application make the keys, with nextIds(n)."
                            : "Remove the property. Let the application make the keys, with nextIds(n).");
        }
        if (platform.equals("h2") && properties.schema() != null) {
            throw new SettingsException(
                    PROPERTY + " is true, and snowkey.registry.schema is " + properties.schema()
                            + ": on H2 the functions find the tables in the schema of the session only.",
                    "Remove one of them. Or remove snowkey.registry.schema, and put the schema into the URL: ;SCHEMA="
                            + properties.schema() + ".");
        }
        return FOLDER + platform;
    }

    /** The exception for an application that wants functions where nothing creates the tables. */
    static SettingsException withoutTables(TableProperties properties) {
        return new SettingsException(
                PROPERTY + " is true, but snowkey.registry.initialize-schema is "
                        + switch (properties.initializeSchema()) {
                            case ALWAYS -> "always";
                            case EMBEDDED -> "embedded, and the database is not";
                            case NEVER -> "never";
                        }
                        + ": they are installed where the tables are created.",
                "Set snowkey.registry.initialize-schema=always, snowkey.registry.flyway=true or"
                        + " snowkey.registry.liquibase=true. Or remove the property, and run the script "
                        + FOLDER + "<database>/R__snowkey_functions.sql in the jar snowkey-db-worker-registry.");
    }
}

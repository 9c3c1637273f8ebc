// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.regex.Pattern;

import io.snowkey.registry.JdbcWorkerRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.sql.init.DatabaseInitializationMode;

/**
 * The tables of the registry: what they are called, and who creates them.
 *
 * @param schema The schema of the tables and the view, which has to exist. The default one of the connection unless
 *     set.
 * @param tablePrefix What the names of the tables and the view begin with, possibly with a schema in front, such as
 *     ops.snowkey_.
 * @param initializeSchema Whether the tables and the view are created by a script when they are not there.
 * @param platform Which of the scripts creates them: h2, hsqldb, mariadb, mysql, postgresql or sqlite, or one with a
 *     script of your own. Found out from the DataSource unless set.
 * @param flyway Whether Flyway creates and migrates the tables and the view instead, after the migrations of the
 *     application and with a history table of its own, snowkey_schema_history.
 * @param liquibase Whether Liquibase creates and migrates the tables and the view instead, after the changelog of the
 *     application and with tables of its own, snowkey_changelog and snowkey_changelog_lock.
 * @param functions Whether the functions for SQL, such as snowkey_next_id, are installed with the tables where they are
 *     not there: on PostgreSQL, MariaDB and H2.
 */
@ConfigurationProperties("snowkey.registry")
record TableProperties(
        @Nullable String schema,
        @Nullable String tablePrefix,
        @DefaultValue("embedded") DatabaseInitializationMode initializeSchema,
        @Nullable String platform,
        // Objects and not primitives: for a constructor that takes primitives,
        // reflection makes further classes.
        @DefaultValue("false") Boolean flyway,
        @DefaultValue("false") Boolean liquibase,
        @DefaultValue("false") Boolean functions) {

    static final String SHIPPED_PREFIX = "snowkey_";
    private static final Pattern SCHEMA = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

    TableProperties {
        refuseIf(
                schema != null && !SCHEMA.matcher(schema).matches(),
                "snowkey.registry.schema '" + schema + "': must be letters, digits and underscores, no digit first.",
                "Change the property to a value that fits.");
        refuseIf(
                schema != null && tablePrefix != null && tablePrefix.contains("."),
                "snowkey.registry.schema is " + schema + ", and snowkey.registry.table-prefix is " + tablePrefix
                        + ": that is a schema twice.",
                "Remove snowkey.registry.schema, or what stands before the dot in snowkey.registry.table-prefix.");
        refuseIf(
                platform != null && !isShipped(platform),
                "snowkey.registry.platform '" + platform + "': must be one of h2, hsqldb, mariadb, mysql,"
                        + " postgresql and sqlite, or have a script of your own on the class path,"
                        + " io/snowkey/registry/schema-<platform>.sql.",
                "Change the property to one of these, or remove it: the DataSource says which database it is.");
        refuseIf(
                flyway && liquibase,
                "snowkey.registry.flyway is set, and so is snowkey.registry.liquibase: one of them creates the tables.",
                "Remove one of them.");
        refuseIf(
                functions && tablePrefix != null && !tablePrefix.equals(SHIPPED_PREFIX),
                "snowkey.registry.functions is true, and snowkey.registry.table-prefix is " + tablePrefix
                        + ": the functions know the tables by their own names only.",
                "Remove one of them; snowkey.registry.schema may be set. To have functions for tables of other names, copy"
                        + " their script into your own migrations.");
        if (flyway || liquibase) {
            String tool = flyway ? "snowkey.registry.flyway" : "snowkey.registry.liquibase";
            refuseIf(
                    initializeSchema == DatabaseInitializationMode.ALWAYS,
                    tool + " is set, and snowkey.registry.initialize-schema is always: one of them creates the tables.",
                    "Remove one of them.");
            refuseIf(
                    tablePrefix != null && !tablePrefix.equals(SHIPPED_PREFIX),
                    tool + " is set, and so is snowkey.registry.table-prefix: what is shipped knows the tables by their"
                            + " own names only.",
                    "Remove one of them; snowkey.registry.schema may be set. To migrate tables of other names, copy the"
                            + " migrations into your own.");
        }
    }

    private static boolean isShipped(String platform) {
        return platform.matches("[a-z0-9]+")
                && JdbcWorkerRegistry.class.getResource("schema-" + platform + ".sql") != null;
    }

    private static void refuseIf(boolean wrong, String description, String action) {
        if (wrong) {
            throw new SettingsException(description, action);
        }
    }

    /** What the names in statements begin with. */
    String qualifiedPrefix() {
        return (schema != null ? schema + "." : "") + (tablePrefix != null ? tablePrefix : SHIPPED_PREFIX);
    }
}

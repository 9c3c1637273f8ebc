// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.nio.charset.StandardCharsets;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.datasource.init.ScriptException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs the script of the functions for SQL if the database does not have them yet. It leaves functions alone that
 * exist, as the script of the tables leaves tables. On MariaDB, a function can be replaced only while no transaction
 * uses it. And an older process that starts must not put older functions back.
 *
 * @param script the script of this database
 * @param isMariaDb whether this is MariaDB, which calls a schema a database
 * @param schema the schema of the tables, or {@code null} for that of the connection
 */
record FunctionsInstaller(DataSource dataSource, Resource script, boolean isMariaDb, @Nullable String schema) {

    /**
     * Counts the function that the script creates last. PostgreSQL has all functions or none: there, the whole script
     * is one transaction.
     */
    private static final String COUNT =
            "select count(*) from information_schema.routines where lower(routine_name) = 'snowkey_worker_of'"
                    + " and routine_schema = ";

    /**
     * Finds the script of a database.
     *
     * @throws SettingsException if the database has no such functions, or cannot have them with these settings
     */
    static FunctionsInstaller of(DataSource dataSource, TableProperties properties) {
        String folder = SqlFunctions.folder(dataSource, properties);
        return new FunctionsInstaller(
                dataSource,
                new ClassPathResource(folder + "/R__snowkey_functions.sql"),
                folder.endsWith("/mariadb"),
                properties.schema());
    }

    /** Installs the functions. The calling thread must not be in a transaction. */
    void install() {
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        new TransactionTemplate(new DataSourceTransactionManager(dataSource)).executeWithoutResult(transaction -> {
            String current = isMariaDb ? "database()" : "current_schema";
            String before = schema != null ? jdbc.queryForObject("select " + current, String.class) : null;
            use(jdbc, schema);
            try {
                Long there = jdbc.queryForObject(COUNT + current, Long.class);
                if (there == null || there == 0) {
                    run();
                }
            } finally {
                if (isMariaDb) { // PostgreSQL resets it at the end of the transaction
                    use(jdbc, before);
                }
            }
        });
    }

    private void use(JdbcTemplate jdbc, @Nullable String other) {
        if (other != null) {
            jdbc.execute(isMariaDb ? "use `" + other + "`" : "set local search_path to " + other);
        }
    }

    private void run() {
        ResourceDatabasePopulator populator = new ResourceDatabasePopulator(script);
        populator.setSqlScriptEncoding(StandardCharsets.UTF_8.name());
        try {
            DatabasePopulatorUtils.execute(populator, dataSource);
        } catch (ScriptException e) {
            // The message of this exception has the whole text of a function. The
            // message of the database is enough.
            Throwable said = e.getCause() != null ? e.getCause() : e;
            throw new IllegalStateException(script.getDescription() + ": " + said.getMessage(), said);
        }
    }
}

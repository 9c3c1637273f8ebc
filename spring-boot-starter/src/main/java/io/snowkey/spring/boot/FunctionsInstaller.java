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
 * Runs the script of the functions for SQL where they are not there. It leaves alone what is there, as the script of the tables
 * does: on MariaDB a function is replaced only when no transaction uses it, and an older process that starts must not put older
 * functions back.
 *
 * @param script the script of this database
 * @param isMariaDb whether a schema is what MariaDB calls a database
 * @param schema where the tables are; that of the connection if it is {@code null}
 */
record FunctionsInstaller(DataSource dataSource, Resource script, boolean isMariaDb, @Nullable String schema) {

    /** What the script makes last. PostgreSQL has all of it or nothing: there, the whole script is one transaction. */
    private static final String COUNT =
            "select count(*) from information_schema.routines where lower(routine_name) = 'snowkey_worker_of'"
                    + " and routine_schema = ";

    /** @throws SettingsException if the database has no such functions */
    static FunctionsInstaller of(DataSource dataSource, TableProperties properties) {
        String folder = SqlFunctions.folder(dataSource, properties);
        return new FunctionsInstaller(
                dataSource,
                new ClassPathResource(folder + "/R__snowkey_functions.sql"),
                folder.endsWith("/mariadb"),
                properties.schema());
    }

    /** Installs them, on a thread that is in no transaction. */
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
                if (isMariaDb) { // PostgreSQL forgets it at the end of the transaction
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
            // Its own message has the whole text of a function. What the database says is enough.
            Throwable said = e.getCause() != null ? e.getCause() : e;
            throw new IllegalStateException(script.getDescription() + ": " + said.getMessage(), said);
        }
    }
}

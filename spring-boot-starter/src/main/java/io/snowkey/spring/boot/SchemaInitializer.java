// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Creates the tables and the view of the registry, by Spring Boot's own means and in its order. Installs the functions
 * for SQL as well, if the settings ask for them.
 */
final class SchemaInitializer extends DataSourceScriptDatabaseInitializer {

    private static final String LOCATION = "classpath:io/snowkey/registry/schema-@@platform@@.sql";

    private final String tablePrefix;
    private final @Nullable FunctionsInstaller functions;

    private SchemaInitializer(
            DataSource dataSource,
            DatabaseInitializationSettings settings,
            String tablePrefix,
            @Nullable FunctionsInstaller functions) {
        super(dataSource, settings);
        this.tablePrefix = tablePrefix;
        this.functions = functions;
    }

    static SchemaInitializer of(DataSource dataSource, TableProperties properties) {
        DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
        settings.setMode(properties.initializeSchema());
        settings.setEncoding(StandardCharsets.UTF_8);
        List<String> locations = locations(dataSource, properties);
        settings.setSchemaLocations(locations);
        if (properties.functions() && locations.isEmpty()) {
            throw SqlFunctions.withoutTables(properties);
        }
        return new SchemaInitializer(
                dataSource,
                settings,
                properties.qualifiedPrefix(),
                properties.functions() ? FunctionsInstaller.of(dataSource, properties) : null);
    }

    /**
     * The scripts to run: none if nothing is to be created. The database is asked what it is only if that is needed.
     */
    private static List<String> locations(DataSource dataSource, TableProperties properties) {
        boolean wanted =
                switch (properties.initializeSchema()) {
                    case ALWAYS -> true;
                    case EMBEDDED -> EmbeddedDatabaseConnection.isEmbedded(dataSource);
                    case NEVER -> false;
                };
        if (!wanted) {
            return List.of();
        }
        try {
            // Optional: a database without a script has no dialect either, and the registry says that better.
            String place = properties.platform() == null ? "optional:" + LOCATION : LOCATION;
            return PlatformPlaceholder.resolve(place, dataSource, properties);
        } catch (RuntimeException e) {
            throw new SchemaException(e);
        }
    }

    @Override
    public boolean initializeDatabase() {
        boolean initialized = super.initializeDatabase();
        if (functions != null) {
            patiently(functions::install);
        }
        return initialized;
    }

    @Override
    protected void runScripts(Scripts scripts) {
        Scripts named = withTablePrefix(scripts);
        patiently(() -> super.runScripts(named));
    }

    private static void patiently(Runnable script) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            // An early bean wants an id inside a transaction. On this thread the script would become a part
            // of that transaction. On PostgreSQL nobody else would see the tables before its end. So
            // another thread runs the script.
            CompletableFuture.runAsync(
                            () -> SchemaRetries.run(script), task -> new Thread(task, "snowkey-schema").start())
                    .join();
        } else {
            SchemaRetries.run(script);
        }
    }

    private Scripts withTablePrefix(Scripts scripts) {
        List<Resource> resources = new ArrayList<>();
        scripts.forEach(
                script -> resources.add(tablePrefix.equals(TableProperties.SHIPPED_PREFIX) ? script : renamed(script)));
        return new Scripts(resources)
                .continueOnError(scripts.isContinueOnError())
                .separator(scripts.getSeparator())
                .encoding(scripts.getEncoding());
    }

    private Resource renamed(Resource script) {
        try {
            String sql = script.getContentAsString(StandardCharsets.UTF_8)
                    .replace(TableProperties.SHIPPED_PREFIX, tablePrefix);
            return new ByteArrayResource(sql.getBytes(StandardCharsets.UTF_8), script.getDescription());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

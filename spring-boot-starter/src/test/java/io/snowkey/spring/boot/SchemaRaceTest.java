// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.registry.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ScriptUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Two applications that start at the same moment on a PostgreSQL without tables. */
@AnyLine
@RunsLiquibase
class SchemaRaceTest {

    private static final String SCRIPT = "io/snowkey/registry/schema-postgresql.sql";

    private final TestDatabase database = TestDatabase.postgres();

    @Test
    void doesNotFailTheSecondOne() throws Exception {
        initializeWhileAnotherOneIsAtIt(pool -> SchemaInitializer.of(pool, always()));
        assertThat(Registry.in(database).rows()).isEmpty();
    }

    /** The counter-example: without the second try it fails, so that the test above sees something. */
    @Test
    void failsTheSecondOneWhereNothingIsTriedAgain() {
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> initializeWhileAnotherOneIsAtIt(SchemaRaceTest::withoutSecondTry))
                .withStackTraceContaining("duplicate key value violates unique constraint");
    }

    /** Migration tools make tables of their own first, and meet each other there. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void doesNotFailTheOtherOnesWhereAToolCreatesTheTables(boolean flyway) throws Exception {
        try (HikariDataSource pool = database.pool(12)) {
            TableProperties properties =
                    new TableProperties(null, null, DatabaseInitializationMode.EMBEDDED, null, flyway, !flyway, false);
            ExecutorService processes = Executors.newFixedThreadPool(4);
            CyclicBarrier together = new CyclicBarrier(4);
            try {
                List<Future<?>> starts = new ArrayList<>();
                for (int process = 0; process < 4; process++) {
                    InitializingBean initializer = flyway
                            ? new FlywayInitializer(pool, properties, null)
                            : new LiquibaseInitializer(pool, properties, null);
                    starts.add(processes.submit(() -> {
                        together.await();
                        initializer.afterPropertiesSet();
                        return null;
                    }));
                }
                for (Future<?> start : starts) {
                    start.get();
                }
            } finally {
                processes.shutdownNow();
            }
        }
        assertThat(Registry.in(database).rows()).isEmpty();
    }

    private void initializeWhileAnotherOneIsAtIt(Function<DataSource, DataSourceScriptDatabaseInitializer> initializers)
            throws Exception {
        try (HikariDataSource pool = database.pool(4);
                Connection other = pool.getConnection()) {
            other.setAutoCommit(false);
            ScriptUtils.executeSqlScript(other, new ClassPathResource(SCRIPT));
            DataSourceScriptDatabaseInitializer initializer = initializers.apply(pool);
            initializer.setResourceLoader(new DefaultResourceLoader());
            CompletableFuture<Boolean> initialized = CompletableFuture.supplyAsync(initializer::initializeDatabase);
            JdbcTemplate jdbc = new JdbcTemplate(pool);
            Patience.await().until(() -> waitsForALock(jdbc));
            other.commit();
            assertThat(initialized.join()).isTrue();
        }
    }

    private static boolean waitsForALock(JdbcTemplate jdbc) {
        return !jdbc.queryForList("select pid from pg_stat_activity where wait_event_type = 'Lock'"
                        + " and datname = current_database()")
                .isEmpty();
    }

    private static DataSourceScriptDatabaseInitializer withoutSecondTry(DataSource dataSource) {
        DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
        settings.setMode(DatabaseInitializationMode.ALWAYS);
        settings.setSchemaLocations(List.of("classpath:" + SCRIPT));
        return new DataSourceScriptDatabaseInitializer(dataSource, settings);
    }

    private static TableProperties always() {
        return new TableProperties(null, null, DatabaseInitializationMode.ALWAYS, null, false, false, false);
    }
}

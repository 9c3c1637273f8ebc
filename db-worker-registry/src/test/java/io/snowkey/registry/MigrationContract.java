// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.registry.WorkerRegistryException.Reason;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The shipped migrations make the tables that the registry needs: the same ones as the plain script, from nothing and
 * from every version that was released.
 */
abstract class MigrationContract implements DatabaseKind {

    private static final List<String> PLATFORMS = List.of("postgresql", "mysql", "mariadb", "h2");
    private static final String FIRST = "/V1__snowkey_worker_registry.sql";
    private static final String SECOND = "/V2__snowkey_heartbeat_token.sql";

    @Test
    void flywayBesideTheMigrationsOfTheApplication() {
        TestDatabase database = newDatabase();
        try (HikariDataSource pool = database.pool(2)) {
            TestDatabase.execute(pool, "CREATE TABLE of_the_application (id INT)");
            assertThat(flyway(database, pool, "latest").migrate().migrationsExecuted)
                    .isEqualTo(2);
            assertThat(flyway(database, pool, "latest").migrate().migrationsExecuted)
                    .isZero();
            TestDatabase.execute(pool, "DROP TABLE of_the_application");
            assertThatItIsAsTheScriptMakesIt(pool);
        }
    }

    @Test
    void flywayFromTheFirstVersion() {
        TestDatabase database = newDatabase();
        try (HikariDataSource pool = database.pool(2)) {
            flyway(database, pool, "1").migrate();
            assertThatItIsRefusedWithTheWaysToUpgrade(pool);
            assertThat(flyway(database, pool, "latest").migrate().migrationsExecuted)
                    .isEqualTo(1);
            assertThatItIsAsTheScriptMakesIt(pool);
        }
    }

    private static Flyway flyway(TestDatabase database, HikariDataSource pool, String target) {
        return Flyway.configure()
                .dataSource(pool)
                .locations("classpath:io/snowkey/registry/flyway/" + database.platform())
                .table("snowkey_schema_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .target(target)
                .load();
    }

    @Test
    void liquibase() throws Exception {
        try (HikariDataSource pool = newDatabase().pool(2)) {
            for (int start = 0; start < 2; start++) {
                liquibase(pool, "io/snowkey/registry/liquibase/changelog.xml");
            }
            assertThatItIsAsTheScriptMakesIt(pool);
        }
    }

    /** The checksums of what was released are in the databases of users. */
    @Test
    void liquibaseFromTheFirstVersion() throws Exception {
        try (HikariDataSource pool = newDatabase().pool(2)) {
            liquibase(pool, "io/snowkey/registry/released-1/changelog.xml");
            assertThatItIsRefusedWithTheWaysToUpgrade(pool);
            liquibase(pool, "io/snowkey/registry/liquibase/changelog.xml");
            assertThatItIsAsTheScriptMakesIt(pool);
        }
    }

    private static void liquibase(HikariDataSource pool, String changelog) throws Exception {
        try (Connection connection = pool.getConnection();
                Liquibase liquibase = new Liquibase(
                        changelog,
                        new ClassLoaderResourceAccessor(),
                        DatabaseFactory.getInstance()
                                .findCorrectDatabaseImplementation(new JdbcConnection(connection)))) {
            liquibase.update();
        }
    }

    @Test
    void theScriptMayBeRunAgain() {
        TestDatabase database = newDatabase().withSchema().withSchema();
        try (HikariDataSource pool = database.pool(2)) {
            assertThatTheRegistryWorksIn(pool);
        }
    }

    /** Otherwise every start would wait behind whoever has read it and not ended his transaction. */
    @Test
    @Timeout(600)
    void theScriptLeavesAViewAloneThatIsThere() throws SQLException {
        TestDatabase database = newDatabase().withSchema();
        try (HikariDataSource pool = database.pool(1);
                Connection reader = pool.getConnection()) {
            reader.setAutoCommit(false);
            reader.createStatement()
                    .executeQuery("SELECT * FROM snowkey_worker_status")
                    .close();
            database.withSchema();
            reader.rollback();
        }
    }

    /** What a later version of the library may have made of tables and view. */
    private static final List<String> LATER = List.of(
            "ALTER TABLE snowkey_worker ADD COLUMN later VARCHAR(36)",
            "DROP VIEW snowkey_worker_status",
            "CREATE VIEW snowkey_worker_status AS SELECT w.*, 'PAUSED' AS state FROM snowkey_worker w");

    /** A process of this version starts while a later one is rolled out, and creates what is missing: nothing. */
    @Test
    void theScriptLeavesTheSchemaOfALaterVersionAlone() {
        TestDatabase database = newDatabase().withSchema();
        try (HikariDataSource pool = database.pool(2)) {
            LATER.forEach(statement -> TestDatabase.execute(pool, statement));
            database.withSchema();
            assertThatTheRegistryWorksWithALaterVersion(pool);
        }
    }

    @Test
    void flywayLeavesALaterVersionAlone(@TempDir Path later) throws IOException {
        TestDatabase database = newDatabase();
        Files.writeString(later.resolve("V3__of_a_later_version.sql"), String.join(";\n", LATER) + ";\n");
        try (HikariDataSource pool = database.pool(2)) {
            Flyway.configure()
                    .configuration(flyway(database, pool, "latest").getConfiguration())
                    .locations("classpath:io/snowkey/registry/flyway/" + database.platform(), "filesystem:" + later)
                    .load()
                    .migrate();
            assertThat(flyway(database, pool, "latest").migrate().migrationsExecuted)
                    .isZero();
            assertThatTheRegistryWorksWithALaterVersion(pool);
        }
    }

    private static void assertThatTheRegistryWorksWithALaterVersion(HikariDataSource pool) {
        try (TestProcess process = new TestProcess(pool, builder -> builder)) {
            process.acquire();
            process.heartbeats.beat();
            assertThat(process.registry.workers())
                    .extracting(WorkerStatus::state)
                    .as("the view is the later one")
                    .containsExactly(WorkerStatus.State.UNKNOWN);
        }
    }

    @Test
    void thePlainScriptFromTheFirstVersion() {
        TestDatabase database = newDatabase();
        database.with("released-1/schema-" + database.platform() + ".sql", "snowkey_");
        try (HikariDataSource pool = database.pool(2)) {
            assertThatItIsRefusedWithTheWaysToUpgrade(pool);
            database.with("upgrade-2-" + database.platform() + ".sql", "snowkey_");
            database.withSchema();
            assertThatItIsAsTheScriptMakesIt(pool);
        }
    }

    @Test
    void whatWasReleasedNeverChanges() throws IOException {
        for (String platform : PLATFORMS) {
            assertThat(resource("flyway/" + platform + FIRST))
                    .isEqualTo(resource("released-1/schema-" + platform + ".sql"));
        }
        assertThat(resource("flyway/mariadb" + FIRST)).isEqualTo(resource("flyway/mysql" + FIRST));
    }

    @Test
    void thePlainUpgradeIsTheMigration() throws IOException {
        for (String platform : PLATFORMS) {
            assertThat(resource("upgrade-2-" + platform + ".sql")).isEqualTo(resource("flyway/" + platform + SECOND));
        }
        assertThat(resource("flyway/mariadb" + SECOND)).isEqualTo(resource("flyway/mysql" + SECOND));
        assertThat(resource("schema-mariadb.sql")).isEqualTo(resource("schema-mysql.sql"));
    }

    static byte[] resource(String name) throws IOException {
        try (InputStream in = MigrationContract.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    private static void assertThatItIsRefusedWithTheWaysToUpgrade(HikariDataSource pool) {
        try (TestProcess process = new TestProcess(pool, builder -> builder)) {
            WorkerRegistryException refused = RegistryContract.refusal(process::acquire);
            assertThat(refused.reason()).isEqualTo(Reason.SCHEMA_OUTDATED);
            assertThat(refused)
                    .hasMessageContaining("older version")
                    .hasMessageContaining("io/snowkey/registry/upgrade-2-<database>.sql")
                    .hasMessageContaining("snowkey.registry.flyway=true")
                    .hasMessageContaining("snowkey.registry.liquibase=true");
            assertThat(process.registry.workers()).as("nothing was taken").isEmpty();
        }
    }

    void assertThatItIsAsTheScriptMakesIt(HikariDataSource pool) {
        assertThatTheRegistryWorksIn(pool);
        try (HikariDataSource byScript = newDatabase().withSchema().pool(1)) {
            assertThat(description(pool)).isEqualTo(description(byScript)).hasSizeGreaterThan(40);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Tables and views of the registry, with their columns in order, and with whose rights a view is read. */
    private List<String> description(HikariDataSource pool) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = pool.getConnection()) {
            var all = connection.getMetaData();
            for (String table : List.of("namespace", "worker", "holder", "worker_status")) {
                String name = all.storesUpperCaseIdentifiers()
                        ? ("snowkey_" + table).toUpperCase(Locale.ROOT)
                        : "snowkey_" + table;
                add(
                        lines,
                        all.getColumns(connection.getCatalog(), connection.getSchema(), name, "%"),
                        "TABLE_NAME",
                        "COLUMN_NAME",
                        "ORDINAL_POSITION",
                        "TYPE_NAME",
                        "COLUMN_SIZE",
                        "IS_NULLABLE",
                        "COLUMN_DEF");
                add(
                        lines,
                        all.getPrimaryKeys(connection.getCatalog(), connection.getSchema(), name),
                        "TABLE_NAME",
                        "COLUMN_NAME",
                        "KEY_SEQ");
                add(
                        lines,
                        all.getImportedKeys(connection.getCatalog(), connection.getSchema(), name),
                        "FKTABLE_NAME",
                        "FKCOLUMN_NAME",
                        "PKTABLE_NAME",
                        "PKCOLUMN_NAME");
            }
            if (product().equals("MariaDB") || product().equals("MySQL")) {
                add(
                        lines,
                        connection
                                .createStatement()
                                .executeQuery("SELECT security_type FROM information_schema.views"
                                        + " WHERE table_schema = database()"),
                        "security_type");
                assertThat(lines).last().isEqualTo("INVOKER");
                add(
                        lines,
                        connection
                                .createStatement()
                                .executeQuery("SELECT column_name, collation_name FROM information_schema.columns"
                                        + " WHERE table_schema = database() AND table_name = 'snowkey_worker'"
                                        + " ORDER BY ordinal_position"),
                        "column_name",
                        "collation_name");
            }
        }
        return lines;
    }

    private static void add(List<String> lines, ResultSet rows, String... columns) throws SQLException {
        try (rows) {
            while (rows.next()) {
                List<String> words = new ArrayList<>();
                for (String column : columns) {
                    words.add(String.valueOf(rows.getString(column)));
                }
                lines.add(String.join(" ", words));
            }
        }
    }

    private static void assertThatTheRegistryWorksIn(HikariDataSource pool) {
        try (TestProcess process = new TestProcess(pool, builder -> builder)) {
            process.acquire();
            process.heartbeats.beat();
            assertThat(process.registry.workers()).hasSize(1);
        }
    }
}

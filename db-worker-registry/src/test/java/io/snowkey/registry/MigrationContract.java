// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The shipped migrations make the tables that the registry needs: the same ones as the plain script. */
abstract class MigrationContract implements Kind {

    @Test
    void flywayBesideTheMigrationsOfTheApplication() {
        TestDatabase database = newDatabase();
        try (HikariDataSource pool = database.pool(2)) {
            TestDatabase.execute(pool, "CREATE TABLE of_the_application (id INT)");
            Flyway flyway = Flyway.configure()
                    .dataSource(pool)
                    .locations("classpath:io/snowkey/registry/flyway/" + database.platform())
                    .table("snowkey_schema_history")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load();
            assertThat(flyway.migrate().migrationsExecuted).isEqualTo(1);
            assertThat(flyway.migrate().migrationsExecuted).isZero();
            assertThatTheRegistryWorksIn(pool);
        }
    }

    @Test
    void liquibase() throws Exception {
        try (HikariDataSource pool = newDatabase().pool(2)) {
            for (int start = 0; start < 2; start++) {
                try (Connection connection = pool.getConnection();
                        Liquibase liquibase = new Liquibase(
                                "io/snowkey/registry/liquibase/changelog.xml",
                                new ClassLoaderResourceAccessor(),
                                DatabaseFactory.getInstance()
                                        .findCorrectDatabaseImplementation(new JdbcConnection(connection)))) {
                    liquibase.update();
                }
            }
            assertThatTheRegistryWorksIn(pool);
        }
    }

    @Test
    void theScriptMayBeRunAgain() {
        try (HikariDataSource pool = newDatabase().withSchema().withSchema().pool(2)) {
            assertThatTheRegistryWorksIn(pool);
        }
    }

    @Test
    void theMigrationIsTheScript() throws IOException {
        for (String platform : List.of("postgresql", "mysql", "mariadb", "h2")) {
            assertThat(resource("flyway/" + platform + "/V1__snowkey_worker_registry.sql"))
                    .isEqualTo(resource("schema-" + platform + ".sql"));
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = MigrationContract.class.getResourceAsStream(name)) {
            return in.readAllBytes();
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

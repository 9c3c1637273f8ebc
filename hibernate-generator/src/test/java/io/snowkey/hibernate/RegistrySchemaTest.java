// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.snowkey.registry.TestDatabase;
import org.hibernate.MappingException;
import org.hibernate.SessionFactory;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.naming.PhysicalNamingStrategyStandardImpl;
import org.hibernate.engine.jdbc.env.spi.JdbcEnvironment;
import org.hibernate.tool.schema.spi.SchemaManagementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The tables of the registry in the schema tools of Hibernate. */
class RegistrySchemaTest {

    private static final String SETTING = "snowkey.registry.hibernate";

    @ParameterizedTest
    @EnumSource
    void createMakesWhatTheScriptMakes(Database kind) {
        TestDatabase byScript = kind.create().withSchema();
        TestDatabase byHibernate = kind.create();
        try (SessionFactory factory = unit(byHibernate, "create").open(Thing.class)) {
            factory.inTransaction(session -> session.persist(new Thing()));

            assertThat(registry(byHibernate)).isEqualTo(registry(byScript));
            assertThat(Database.rows(byHibernate, "SELECT state FROM snowkey_worker_status"))
                    .containsExactly("ACTIVE");
        }
        assertThat(registry(byScript)).hasSizeGreaterThan(40);
        // Keys of workers are told apart by case, whatever the database is set to.
        if (kind == Database.MARIADB) {
            String collations = "SELECT table_name, column_name, collation_name FROM information_schema.columns WHERE"
                    + " table_schema = DATABASE() AND table_name LIKE 'snowkey%' AND data_type = 'varchar' ORDER BY 1, 2";
            assertThat(Database.rows(byHibernate, collations)).isEqualTo(Database.rows(byScript, collations));
        }
    }

    @ParameterizedTest
    @EnumSource
    void validateTakesWhatTheScriptMadeAndMissesWhatIsMissing(Database kind) {
        TestDatabase database = kind.create().withSchema();
        unit(database, "validate").open().close();

        Database.execute(database, List.of("DROP VIEW snowkey_worker_status"));
        assertThatThrownBy(() -> unit(database, "validate").open())
                .isInstanceOf(SchemaManagementException.class)
                .hasMessageContaining("missing table [snowkey_worker_status]");

        Database.execute(database, List.of("ALTER TABLE snowkey_holder DROP COLUMN host"));
        assertThatThrownBy(() -> unit(database, "validate").open())
                .isInstanceOf(SchemaManagementException.class)
                .hasMessageContaining("missing column [host] in table [snowkey_holder]");
    }

    @ParameterizedTest
    @EnumSource
    void updateAddsWhatIsMissingAndKeepsTheRows(Database kind) {
        TestDatabase database = kind.create().withSchema();
        List<String> complete = registry(database);
        try (SessionFactory factory = unit(database, "update").open(Thing.class)) {
            factory.inTransaction(session -> session.persist(new Thing()));
        }
        String rows = "SELECT worker_id, generation, reserved_until_ms FROM snowkey_worker";
        List<String> workers = Database.rows(database, rows);
        assertThat(workers).hasSize(1);
        Database.execute(
                database, List.of("DROP VIEW snowkey_worker_status", "ALTER TABLE snowkey_worker DROP COLUMN holder"));

        unit(database, "update").open(Thing.class).close();
        unit(database, "update").open(Thing.class).close();

        assertThat(registry(database)).isEqualTo(complete);
        assertThat(Database.rows(database, rows)).isEqualTo(workers);
    }

    @ParameterizedTest
    @EnumSource
    void updateMakesAllOfItInAnEmptyDatabase(Database kind) {
        TestDatabase byScript = kind.create().withSchema();
        TestDatabase database = kind.create();
        unit(database, "update").open().close();

        assertThat(registry(database)).isEqualTo(registry(byScript));
    }

    @ParameterizedTest
    @EnumSource
    void dropRemovesEveryTableOfTheRegistry(Database kind) {
        TestDatabase byScript = kind.create().withSchema();
        unit(byScript, "drop").open().close();
        assertThat(registry(byScript)).isEmpty();

        TestDatabase byHibernate = kind.create();
        try (SessionFactory factory = unit(byHibernate, "create-drop").open(Thing.class)) {
            factory.inTransaction(session -> session.persist(new Thing()));
        }
        assertThat(registry(byHibernate)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void scriptsHaveItToo(Database kind) {
        TestDatabase byScript = kind.create().withSchema();
        TestDatabase database = kind.create();
        StringWriter create = new StringWriter();
        StringWriter drop = new StringWriter();
        unit(database, "none")
                .set("jakarta.persistence.schema-generation.scripts.action", "drop-and-create")
                .set("jakarta.persistence.schema-generation.scripts.create-target", create)
                .set("jakarta.persistence.schema-generation.scripts.drop-target", drop)
                .open()
                .close();
        assertThat(registry(database)).isEmpty();

        Database.execute(database, statements(create));
        assertThat(registry(database)).isEqualTo(registry(byScript));
        Database.execute(database, statements(drop));
        assertThat(registry(database)).isEmpty();
    }

    private static List<String> statements(StringWriter script) {
        return Stream.of(script.toString().split(";", -1))
                .filter(statement -> !statement.isBlank())
                .toList();
    }

    @Test
    void itIsNobodysBusinessUnlessAskedFor() {
        TestDatabase database = TestDatabase.h2();
        new Unit().on(database).set("hibernate.hbm2ddl.auto", "create").open().close();
        unit(database, "create").set(SETTING, "false").open().close();

        assertThat(registry(database)).isEmpty();
    }

    @Test
    void aNamingStrategyOfTheUnitDoesNotChangeTheNames() {
        TestDatabase database = TestDatabase.h2();
        try (SessionFactory factory = unit(database, "create")
                .set("hibernate.physical_naming_strategy", Renaming.class)
                .set("hibernate.globally_quoted_identifiers", "true")
                .open(Thing.class)) {
            factory.inTransaction(session -> session.persist(new Thing()));
        }
        assertThat(Database.description(database)).anyMatch(line -> line.startsWith("table t_thing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate.default_schema", "hibernate.default_catalog"})
    void aDefaultSchemaHasToBeNamedForTheRegistryToo(String setting) {
        assertThatThrownBy(() ->
                        unit(TestDatabase.h2(), "create").set(setting, "shop").open())
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("'" + setting + "' is 'shop'")
                .hasMessageContaining("Set 'snowkey.registry.schema' to 'shop'");
    }

    @Test
    void aTableThatTheApplicationHasMappedIsRefused() {
        assertThatThrownBy(() -> unit(TestDatabase.h2(), "create").open(Worker.class))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("an entity is mapped to the table snowkey_worker");
    }

    @Test
    void anotherValueIsRefused() {
        assertThatThrownBy(() -> unit(TestDatabase.h2(), "create")
                        .set(SETTING, "hibernate")
                        .open())
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("setting 'snowkey.registry.hibernate' is 'hibernate': must be true or false");
    }

    @Test
    void aDatabaseWithoutARegistryIsRefused() {
        assertThatThrownBy(() -> unit(TestDatabase.h2(), "none")
                        .set("hibernate.dialect", "org.hibernate.dialect.HSQLDialect")
                        .open())
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("no schema of the registry for the database 'HSQLDialect'");
    }

    @Test
    void aStatementThatIsNotKnownIsRefusedAndNotLeftOut() {
        for (String statement : List.of(
                "CREATE INDEX i ON snowkey_worker (instance);",
                "CREATE TABLE IF NOT EXISTS t (a BIGINT NOT NULL CHECK (a > 0));",
                "CREATE TABLE IF NOT EXISTS t (a REAL);")) {
            assertThatThrownBy(() -> DdlScript.parse(statement))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("does not know: ");
        }
    }

    private static List<String> registry(TestDatabase database) {
        return Database.description(database).stream()
                .filter(line -> line.contains("snowkey_"))
                .toList();
    }

    private static Unit unit(TestDatabase database, String action) {
        return new Unit()
                .on(database)
                .set(SnowkeySettings.WORKER_ID, "leased")
                .set(SETTING, true)
                .set("hibernate.hbm2ddl.auto", action);
    }

    /** Of another mind about names. */
    public static final class Renaming extends PhysicalNamingStrategyStandardImpl {

        private static final long serialVersionUID = 1;

        @Override
        public Identifier toPhysicalTableName(Identifier name, JdbcEnvironment environment) {
            return Identifier.toIdentifier("t_" + name.getText().toLowerCase(Locale.ROOT));
        }
    }

    @Entity(name = "Thing")
    static class Thing {
        @Id
        @SnowflakeId
        long id;
    }

    @Entity
    @Table(name = "snowkey_worker")
    static class Worker {
        @Id
        long id;
    }
}

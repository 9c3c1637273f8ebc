// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

import io.snowkey.registry.TestDatabase;
import org.hibernate.HibernateException;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.snowkey.hibernate.Keys.assertIsSnowflake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What docs/moving-to-snowflake-keys.md says, on the databases that it is for. */
class MovingGuideTest {

    private static final Pattern BLOCK = Pattern.compile("```sql ([a-z ]+)\n(.*?)\n```", Pattern.DOTALL);

    @ParameterizedTest
    @EnumSource(Counting.class)
    void itsStatementsMoveATableWithItsRows(Counting server) throws Exception {
        TestDatabase database = databaseWithRows(server);
        Database.execute(database, guide(server));

        try (SessionFactory factory = newVersion(database)) {
            Purchase purchase = new Purchase();
            factory.inTransaction(session -> {
                purchase.customer = new Customer();
                session.persist(purchase.customer);
                session.persist(purchase);
            });
            assertIsSnowflake(purchase.id);
            assertIsSnowflake(purchase.customer.id);

            factory.inTransaction(session -> {
                assertThat(session.createSelectionQuery(
                                        "select p.customer.id from Purchase p order by p.id", Long.class)
                                .getResultList())
                        .containsExactly(1L, 2L, purchase.customer.id);
            });
        }
        assertThatThrownBy(() -> Database.execute(database, List.of("INSERT INTO customer (name) VALUES ('by hand')")))
                .rootCause()
                .hasMessageContaining("id");
    }

    /** Why the guide has a step for it. */
    @Test
    void aPostgreSqlColumnGeneratedAlwaysRefusesKeys() throws Exception {
        TestDatabase database = databaseWithRows(Counting.POSTGRESQL);
        List<String> guide = guide(Counting.POSTGRESQL);
        Database.execute(database, guide.subList(0, 3));

        try (SessionFactory factory = newVersion(database)) {
            assertThatThrownBy(() -> factory.inTransaction(session -> session.persist(new Customer())))
                    .isInstanceOf(HibernateException.class)
                    .hasMessageContaining("GENERATED ALWAYS");

            assertThat(guide.get(3)).contains("BY DEFAULT");
            Database.execute(database, guide.subList(3, 4));
            Customer customer = new Customer();
            factory.inTransaction(session -> session.persist(customer));

            Database.execute(database, List.of("INSERT INTO customer (name) VALUES ('by an old version')"));
            assertThat(largestIds(factory)).containsExactly(customer.id, 3L);
        }
    }

    /** Why the guide wants the old version stopped. */
    @Test
    void onMariaDbAnOldVersionWouldCountOnFromASnowflakeKey() throws Exception {
        TestDatabase database = databaseWithRows(Counting.MARIADB);
        Database.execute(database, guide(Counting.MARIADB).subList(0, 5));

        try (SessionFactory factory = newVersion(database)) {
            Customer customer = new Customer();
            factory.inTransaction(session -> session.persist(customer));

            Database.execute(database, List.of("INSERT INTO customer (name) VALUES ('by an old version')"));
            assertThat(largestIds(factory)).containsExactly(customer.id + 1, customer.id);
        }
    }

    @Test
    void onPostgreSqlTheCatalogWritesTheStatements() throws Exception {
        TestDatabase database = databaseWithRows(Counting.POSTGRESQL);
        Database.execute(database, List.of("CREATE TABLE audit (note VARCHAR(9), about INT REFERENCES customer (id))"));

        List<String> statements = Database.rows(database, find(Counting.POSTGRESQL));
        assertThat(statements)
                .containsExactlyInAnyOrder(
                        "ALTER TABLE purchase ALTER COLUMN customer_id TYPE BIGINT",
                        "ALTER TABLE audit ALTER COLUMN about TYPE BIGINT");
        Database.execute(database, statements);
        assertThat(Database.rows(database, find(Counting.POSTGRESQL))).isEmpty();
    }

    @Test
    void onMariaDbTheCatalogWritesTheStatements() throws Exception {
        TestDatabase database = databaseWithRows(Counting.MARIADB);
        // Without a name, nullable, and with a rule.
        Database.execute(
                database,
                List.of("CREATE TABLE audit (note VARCHAR(9), about INT,"
                        + " FOREIGN KEY (about) REFERENCES customer (id) ON DELETE SET NULL)"));

        String find = find(Counting.MARIADB);
        List<String> drop = column(database, find, 1);
        List<String> widen = column(database, find, 2);
        List<String> add = column(database, find, 3);
        Database.execute(database, drop);
        Database.execute(database, List.of("ALTER TABLE customer MODIFY id BIGINT NOT NULL AUTO_INCREMENT"));
        Database.execute(database, widen);
        Database.execute(database, add);

        assertThat(column(database, find, 3)).containsExactlyInAnyOrderElementsOf(add);
        assertThat(Database.rows(
                        database,
                        "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
                                + " WHERE table_schema = database() AND column_name IN ('customer_id', 'about')"
                                + " ORDER BY table_name"))
                .containsExactly("audit about bigint YES", "purchase customer_id bigint NO");
        assertThat(add).anyMatch(sql -> sql.contains("ON DELETE SET NULL"));
    }

    private static List<String> column(TestDatabase database, String sql, int index) {
        String list = sql.substring("SELECT ".length(), sql.indexOf("\nFROM "));
        String[] columns = list.split(",\n       (?=concat)", -1);
        return Database.rows(database, "SELECT " + columns[index - 1] + sql.substring(sql.indexOf("\nFROM ")));
    }

    /** Why the guide has a release in between. */
    @ParameterizedTest
    @EnumSource(Counting.class)
    void aVersionWithIntegerKeysFailsAtTheFirstNewRow(Counting server) throws Exception {
        TestDatabase database = databaseWithRows(server);
        Database.execute(database, guide(server));

        try (SessionFactory old = Unit.with(Keys.generator())
                        .on(database)
                        .set("hibernate.hbm2ddl.auto", "none")
                        .open(OldCustomer.class);
                SessionFactory factory = newVersion(database)) {
            assertThat(names(old)).hasSize(2);
            factory.inTransaction(session -> session.persist(new Customer()));
            assertThatThrownBy(() -> names(old)).isInstanceOf(HibernateException.class);
        }
    }

    private static List<Integer> names(SessionFactory old) {
        return old.fromSession(session -> session.createSelectionQuery("select id from OldCustomer", Integer.class)
                .getResultList());
    }

    /** Why the guide speaks of saveAndFlush. */
    @Test
    void aBrokenConstraintIsThrownWithTheFlush() throws Exception {
        TestDatabase database = databaseWithRows(Counting.POSTGRESQL);
        Database.execute(database, guide(Counting.POSTGRESQL));
        try (SessionFactory factory = newVersion(database)) {
            factory.inSession(session -> {
                session.beginTransaction();
                session.persist(new Purchase()); // of no customer
                assertThatThrownBy(session::flush).isInstanceOf(HibernateException.class);
                session.getTransaction().rollback();
            });
        }
    }

    /** Why the guide warns of widening under a running application. */
    @Test
    void onPostgreSqlAPreparedStatementFailsOnceAfterTheWidening() throws Exception {
        TestDatabase database = databaseWithRows(Counting.POSTGRESQL);
        String eager = database.url() + (database.url().contains("?") ? "&" : "?") + "prepareThreshold=1";
        try (Connection connection = DriverManager.getConnection(eager, database.username(), database.password())) {
            connection.setAutoCommit(false);
            try (PreparedStatement select = connection.prepareStatement("SELECT id FROM customer")) {
                select.executeQuery().close();
                select.executeQuery().close();
                connection.commit();
                Database.execute(database, guide(Counting.POSTGRESQL).subList(1, 2));

                assertThatThrownBy(select::executeQuery)
                        .hasMessageContaining("cached plan must not change result type");
                connection.rollback();
                select.executeQuery().close();
            }
        }
    }

    private static TestDatabase databaseWithRows(Counting server) {
        TestDatabase database = server.database.create();
        Database.execute(
                database,
                List.of(
                        "CREATE TABLE customer (id " + server.key + ", name VARCHAR(50))",
                        "CREATE TABLE purchase (id " + server.olderKey + ", customer_id INT NOT NULL,"
                                + " CONSTRAINT purchase_customer FOREIGN KEY (customer_id) REFERENCES customer (id))",
                        "INSERT INTO customer (name) VALUES ('first'), ('second')",
                        "INSERT INTO purchase (customer_id) VALUES (1), (2)"));
        return database;
    }

    private static SessionFactory newVersion(TestDatabase database) {
        return Unit.with(Keys.generator())
                .on(database)
                .set("hibernate.hbm2ddl.auto", "validate")
                .open(Customer.class, Purchase.class);
    }

    private static List<Long> largestIds(SessionFactory factory) {
        return factory.fromSession(
                session -> session.createSelectionQuery("select id from Customer order by id desc", Long.class)
                        .setMaxResults(2)
                        .getResultList());
    }

    private static List<String> guide(Counting server) throws IOException {
        return blocks(server, false);
    }

    /** Those that only look. */
    private static String find(Counting server) throws IOException {
        return blocks(server, true).get(0);
    }

    private static List<String> blocks(Counting server, boolean find) throws IOException {
        String name = server.name().toLowerCase(Locale.ROOT);
        return BLOCK.matcher(Files.readString(Path.of("../docs/moving-to-snowflake-keys.md")))
                .results()
                .filter(block -> List.of(block.group(1).split(" ", -1)).contains(name))
                .filter(block -> block.group(1).endsWith(" find") == find)
                .map(block -> block.group(2))
                .toList();
    }

    /** A database with what it calls a key that it counts up. */
    enum Counting {
        POSTGRESQL(Database.POSTGRESQL, "INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "SERIAL PRIMARY KEY"),
        MARIADB(Database.MARIADB, "INT AUTO_INCREMENT PRIMARY KEY", "INT AUTO_INCREMENT PRIMARY KEY");

        private final Database database;
        private final String key;
        private final String olderKey;

        Counting(Database database, String key, String olderKey) {
            this.database = database;
            this.key = key;
            this.olderKey = olderKey;
        }
    }

    @Entity(name = "Customer")
    @Table(name = "customer")
    static class Customer extends BaseEntity {
        String name;
    }

    @Entity(name = "Purchase")
    @Table(name = "purchase")
    static class Purchase extends BaseEntity {
        @ManyToOne
        @JoinColumn(name = "customer_id")
        Customer customer;
    }

    @Entity(name = "OldCustomer")
    @Table(name = "customer")
    static class OldCustomer {
        @Id
        Integer id;
    }
}

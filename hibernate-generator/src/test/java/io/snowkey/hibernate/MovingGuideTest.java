// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Table;

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
    @EnumSource(Server.class)
    void itsStatementsMoveATableWithItsRows(Server server) throws Exception {
        String url = server.newDatabase();
        createWithRows(server, url);
        Server.execute(url, guide(server).toArray(String[]::new));

        try (SessionFactory factory = newVersion(url)) {
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
        assertThatThrownBy(() -> Server.execute(url, "INSERT INTO customer (name) VALUES ('by hand')"))
                .hasMessageContaining("id");
    }

    /** Why the guide has a step for it. */
    @Test
    void onPostgreSqlAColumnThatIsAlwaysGeneratedRefusesKeysUntilItIsByDefault() throws Exception {
        String url = Server.POSTGRESQL.newDatabase();
        createWithRows(Server.POSTGRESQL, url);
        List<String> guide = guide(Server.POSTGRESQL);
        List<String> widening = guide.subList(0, 3);
        Server.execute(url, widening.toArray(String[]::new));

        try (SessionFactory factory = newVersion(url)) {
            assertThatThrownBy(() -> factory.inTransaction(session -> session.persist(new Customer())))
                    .isInstanceOf(HibernateException.class)
                    .hasMessageContaining("GENERATED ALWAYS");

            assertThat(guide.get(3)).contains("BY DEFAULT");
            Server.execute(url, guide.get(3));
            Customer customer = new Customer();
            factory.inTransaction(session -> session.persist(customer));

            Server.execute(url, "INSERT INTO customer (name) VALUES ('by an old version')");
            assertThat(largestIds(factory)).containsExactly(customer.id, 3L);
        }
    }

    /** Why the guide wants the old version stopped. */
    @Test
    void onMariaDbAnOldVersionWouldCountOnFromASnowflakeKey() throws Exception {
        String url = Server.MARIADB.newDatabase();
        createWithRows(Server.MARIADB, url);
        Server.execute(url, guide(Server.MARIADB).subList(0, 5).toArray(String[]::new));

        try (SessionFactory factory = newVersion(url)) {
            Customer customer = new Customer();
            factory.inTransaction(session -> session.persist(customer));

            Server.execute(url, "INSERT INTO customer (name) VALUES ('by an old version')");
            assertThat(largestIds(factory)).containsExactly(customer.id + 1, customer.id);
        }
    }

    private static void createWithRows(Server server, String url) throws Exception {
        Server.execute(
                url,
                "CREATE TABLE customer (id " + server.counting + ", name VARCHAR(50))",
                "CREATE TABLE purchase (id " + server.countingOfOld + ", customer_id INT NOT NULL,"
                        + " CONSTRAINT purchase_customer FOREIGN KEY (customer_id) REFERENCES customer (id))",
                "INSERT INTO customer (name) VALUES ('first'), ('second')",
                "INSERT INTO purchase (customer_id) VALUES (1), (2)");
    }

    private static SessionFactory newVersion(String url) {
        return Unit.with(Keys.generator())
                .set("hibernate.connection.url", url)
                .set("hibernate.hbm2ddl.auto", "validate")
                .open(Customer.class, Purchase.class);
    }

    private static List<Long> largestIds(SessionFactory factory) {
        return factory.fromSession(
                session -> session.createSelectionQuery("select id from Customer order by id desc", Long.class)
                        .setMaxResults(2)
                        .getResultList());
    }

    private static List<String> guide(Server server) throws IOException {
        String name = server.name().toLowerCase(Locale.ROOT);
        return BLOCK.matcher(Files.readString(Path.of("../docs/moving-to-snowflake-keys.md")))
                .results()
                .filter(block -> List.of(block.group(1).split(" ", -1)).contains(name))
                .map(block -> block.group(2))
                .toList();
    }

    @MappedSuperclass
    abstract static class BaseEntity {
        @Id
        @SnowflakeId
        Long id;
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
}

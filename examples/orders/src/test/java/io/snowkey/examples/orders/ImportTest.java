// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;

import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ImportTest {

    @TempDir
    Path directory;

    @Test
    void keepsTheGoodRowsAndCountsTheBadOnes() {
        Path file = Csv.file(
                directory,
                Csv.HEADER,
                Csv.row(1, "a"),
                "bad",
                Csv.row(2, "a"),
                Csv.row(3, ""),
                Csv.row(4, "b").replace("yes", "perhaps"));
        try (ConfigurableApplicationContext application = run("good-and-bad", "--orders.csv=" + file)) {
            JdbcTemplate database = application.getBean(JdbcTemplate.class);

            assertThat(database.queryForList("SELECT line FROM purchase_order ORDER BY line", Long.class))
                    .containsExactly(2L, 4L, 5L);
            assertThat(database.queryForMap("SELECT stored, bad FROM file_import WHERE finished_at IS NOT NULL"))
                    .containsEntry("stored", 3L)
                    .containsEntry("bad", 2L);
            assertThat(database.queryForList(
                            "SELECT o.number || ' ' || coalesce(s.name, '-') || ' ' || p.code || ' ' || a.code"
                                    + " FROM purchase_order o LEFT JOIN supplier s ON s.id = supplier_id"
                                    + " JOIN project p ON p.id = project_id JOIN agency a ON a.id = agency_id ORDER BY 1",
                            String.class))
                    .containsExactly(
                            "1 a 005-03-01-01-01-1000-00 005",
                            "2 a 005-03-01-01-01-1000-00 005",
                            "3 - 005-03-01-01-01-1000-00 005");
        }
    }

    @Test
    void storesTheWholeFileInBatches() {
        try (ConfigurableApplicationContext application =
                run("batches", "--spring.jpa.properties.hibernate.generate_statistics=true")) {
            JdbcTemplate database = application.getBean(JdbcTemplate.class);
            assertThat(count(database, "purchase_order")).isEqualTo(6_403);
            assertThat(count(database, "supplier")).isEqualTo(879);

            // 7 transactions with at most 11 different statements each, plus those of the import as a whole. With a
            // query for
            // each key, or without batches, it would be more than 6,403.
            assertThat(application
                            .getBean(EntityManagerFactory.class)
                            .unwrap(SessionFactory.class)
                            .getStatistics()
                            .getPrepareStatementCount())
                    .isBetween(7L, 90L);
        }
    }

    @Test
    void anotherImportOfTheFileHasOrdersOfItsOwnAndSharesTheRest() {
        Path file = Csv.file(directory, Csv.HEADER, Csv.row(1, "a"), Csv.row(2, "b"));
        try (ConfigurableApplicationContext first = run("again", "--orders.csv=" + file);
                ConfigurableApplicationContext second = run("again", "--orders.csv=" + file, "--orders.copies=3")) {
            assertThat(first.isActive()).isTrue();
            JdbcTemplate database = second.getBean(JdbcTemplate.class);

            assertThat(count(database, "file_import")).isEqualTo(2);
            assertThat(count(database, "purchase_order")).isEqualTo(2 + 6);
            assertThat(count(database, "supplier")).isEqualTo(2);
            assertThat(count(database, "project")).isEqualTo(1);
            assertThat(database.queryForObject(
                            "SELECT count(*) FROM snowkey_worker_status WHERE state = 'ACTIVE'", Long.class))
                    .as("two applications, two worker ids")
                    .isEqualTo(2);
        }
    }

    @Test
    void rowsWhoseCommitWasNotHeardOfAreNotStoredAgain() {
        Path file = Csv.file(directory, Csv.HEADER, Csv.row(1, "a"));
        try (ConfigurableApplicationContext application = run("lost-answer", "--orders.csv=" + file)) {
            OrderStore store = new OrderStore(
                    application.getBean(EntityManager.class),
                    new TransactionTemplate(application.getBean(PlatformTransactionManager.class)));
            List<OrderRow> rows = List.of(new OrderRow(
                    2, 7, "c", null, LocalDate.EPOCH, null, null, BigDecimal.ONE, true, "project", "agency"));
            long id = store.begin("file", Instant.EPOCH);

            assertThat(store.store(id, 0, 1, rows)).isEqualTo(3);
            assertThat(store.store(id, 0, 1, rows)).isZero();

            JdbcTemplate database = application.getBean(JdbcTemplate.class);
            assertThat(database.queryForList("SELECT stored FROM file_import WHERE id = ?", Long.class, id))
                    .containsExactly(1L);
            assertThat(database.queryForList(
                            "SELECT number FROM purchase_order WHERE file_import_id = ?", Long.class, id))
                    .containsExactly(7L);
            assertThatThrownBy(() -> store.store(id, 5, 1, rows)).hasMessageContaining("has 1 orders, not 5");
        }
    }

    @Test
    void rowsThatWereStoredWithoutBeingCountedAreReplaced() {
        Path file = Csv.file(directory, Csv.HEADER, Csv.row(1, "a"), Csv.row(2, "b"));
        try (ConfigurableApplicationContext application = run("half-stored", "--orders.csv=" + file)) {
            JdbcTemplate database = application.getBean(JdbcTemplate.class);
            OrderStore store = new OrderStore(
                    application.getBean(EntityManager.class),
                    new TransactionTemplate(application.getBean(PlatformTransactionManager.class)));
            long id = store.begin("file", Instant.EPOCH);
            database.update(
                    "INSERT INTO purchase_order (id, file_import_id, copy, line, project_id, number, total, awarded)"
                            + " SELECT 1, ?, 1, 3, id, 99, 0, FALSE FROM project",
                    id);

            OrderRow second =
                    new OrderRow(2, 7, null, null, null, null, null, BigDecimal.ONE, true, "project", "agency");
            OrderRow third =
                    new OrderRow(3, 8, null, null, null, null, null, BigDecimal.ONE, true, "project", "agency");
            store.store(id, 0, 1, List.of(second, third));

            assertThat(database.queryForList(
                            "SELECT number FROM purchase_order WHERE file_import_id = ? ORDER BY line", Long.class, id))
                    .containsExactly(7L, 8L);
        }
    }

    private ConfigurableApplicationContext run(String database, String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "--spring.datasource.url=jdbc:h2:mem:" + database + ";DB_CLOSE_DELAY=-1";
        all[1] = "--orders.data=" + directory;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return SpringApplication.run(OrdersApplication.class, all);
    }

    private static Long count(JdbcTemplate database, String table) {
        return database.queryForObject("SELECT count(*) FROM " + table, Long.class);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ProcessesTest {

    private static final String ALL_KEYS =
            "(SELECT id FROM agency UNION ALL SELECT id FROM project UNION ALL SELECT id FROM supplier"
                    + " UNION ALL SELECT id FROM file_import UNION ALL SELECT id FROM purchase_order) k";
    /** A killed process counts as gone after 5 s instead of 30. */
    private static final String[] TIMES = {"--snowkey.registry.ttl=5s", "--snowkey.registry.heartbeat=1s"};

    @TempDir
    Path directory;

    @Test
    void aKilledProcessLosesNothingAndNoKeyIsRepeated() throws Exception {
        OrdersProcess first = start("first", "--orders.copies=2000");
        OrdersProcess second = start("second", "--orders.copies=2000");
        try (first;
                second) {
            first.awaitStored(1);
            second.awaitStored(1);

            // Both at one time: on a slow machine one of them may be late with a heartbeat meanwhile.
            await().atMost(OrdersProcess.MAX_WAIT).untilAsserted(() -> assertThat(
                            query("SELECT pid FROM snowkey_worker_status WHERE state = 'ACTIVE'"))
                    .containsExactlyInAnyOrder(first.pid(), second.pid()));
            assertThat(query("SELECT DISTINCT worker_id FROM snowkey_worker_status WHERE pid IN (" + first.pid() + ", "
                            + second.pid() + ")"))
                    .hasSize(2);

            first.kill();
            second.awaitStored(second.stored() + 2 * Importer.CHUNK);
            second.terminate();
            assertThat(second.exitCode()).as(second.output()).isEqualTo(128 + 15);
            assertThat(second.output())
                    .contains("Stopped before the end of the file")
                    .doesNotContain("\tat ");
        }

        String ofTheKilledOne = " FROM snowkey_worker_status WHERE pid = " + first.pid();
        await().atMost(OrdersProcess.MAX_WAIT).untilAsserted(() -> assertThat(texts("SELECT state" + ofTheKilledOne))
                .singleElement()
                .isIn("COOLING", "EXPIRED"));
        List<Long> before = query("SELECT id FROM " + ALL_KEYS);
        long ordersBefore = query("SELECT count(*) FROM purchase_order").get(0);
        assertThat(ordersBefore)
                .as("what they had said is stored, is stored")
                .isGreaterThanOrEqualTo(first.stored() + second.stored());

        try (OrdersProcess third = start("third")) {
            assertThat(third.exitCode()).as(third.output()).isZero();
            assertThat(query("SELECT worker_id FROM snowkey_worker_status WHERE pid = " + third.pid()))
                    .hasSize(1)
                    .doesNotContain(query("SELECT worker_id" + ofTheKilledOne).get(0));
        }

        List<Long> after = query("SELECT id FROM " + ALL_KEYS);
        assertThat(new HashSet<>(after)).as("no key is repeated").hasSameSizeAs(after);
        // And the agencies, projects and suppliers that the two had not come to: how many is a matter of their pace.
        assertThat(query("SELECT count(*) FROM purchase_order"))
                .as("another import with its orders")
                .containsExactly(ordersBefore + 6_403);
        assertThat(new HashSet<>(after).containsAll(before))
                .as("nothing is lost")
                .isTrue();
        assertThat(
                        query(
                                "SELECT stored - (SELECT count(*) FROM purchase_order WHERE file_import_id = i.id) FROM file_import i"))
                .containsExactly(0L, 0L, 0L);
    }

    @Test
    void aWrongFileEndsTheProcessWithOneMessage() throws Exception {
        try (OrdersProcess process = OrdersProcess.start(directory, "wrong", "--orders.csv=/none/orders.csv")) {
            assertThat(process.exitCode()).isEqualTo(1);
            assertThat(process.output())
                    .contains("There is no file /none/orders.csv")
                    .contains("--orders.csv=/path/to/file.csv")
                    .doesNotContain("\tat ")
                    .doesNotContain("Exception");
            assertThat(directory.resolve("data")).as("nothing was created").doesNotExist();
        }
    }

    private OrdersProcess start(String name, String... arguments) {
        List<String> all = new ArrayList<>(List.of(TIMES));
        all.addAll(List.of(arguments));
        return OrdersProcess.start(directory, name, all.toArray(String[]::new));
    }

    private List<Long> query(String sql) throws SQLException {
        return texts(sql).stream().map(Long::valueOf).toList();
    }

    private List<String> texts(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:h2:file:" + directory.resolve("data").resolve("orders")
                                + ";AUTO_SERVER=TRUE;IFEXISTS=TRUE",
                        "sa",
                        "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import io.snowkey.registry.WorkerStatus.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What docs/operating.md tells an operator to run does what it says, on every database. */
abstract class OperatingContract extends RegistryContract {

    /** Runs a query of the guide; each row as lower-case names and values. */
    private List<Map<String, String>> query(String sql) throws SQLException {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            List<Map<String, String>> result = new ArrayList<>();
            while (rows.next()) {
                Map<String, String> row = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.put(rows.getMetaData().getColumnLabel(i), rows.getString(i));
                }
                result.add(row);
            }
            return result;
        }
    }

    private String platform() {
        return product().toLowerCase(Locale.ROOT);
    }

    private String statement(String... parts) {
        return OperatingGuide.statement(platform(), parts);
    }

    @Test
    void everyQueryOfTheGuideRuns() throws SQLException {
        process(builder -> builder.workerIds(7, 7)).acquire();
        List<String> queries = OperatingGuide.statements(platform()).stream()
                .filter(sql -> sql.startsWith("SELECT"))
                .map(sql -> sql.replace(":id", "5"))
                .toList();
        assertThat(queries).hasSize(6);
        for (String sql : queries) {
            assertThat(query(sql)).as(sql).hasSizeLessThanOrEqualTo(1);
        }
        assertThat(query(statement("exhausted_at")).get(0).get("exhausted_at")).startsWith("2094-09-0");
    }

    @Test
    void tellsWhoMadeAnIdThoughTheWorkerIdHasMovedOn() throws SQLException {
        TestProcess first = process(builder -> builder.workerIds(7, 7).instance("first"));
        SnowflakeGenerator ids = first.generator(first.acquire());
        long id = ids.nextId();
        ids.close();
        TestProcess second = process(builder -> builder.workerIds(7, 7).instance("second"));
        second.clock.move(Duration.ofMillis(2));
        long later = second.generator(second.acquire()).nextId();

        Map<String, String> made =
                query(statement("made_at").replace(":id", Long.toString(id))).get(0);
        assertThat(made)
                .containsEntry("instance", "first")
                .containsEntry("worker_id", "7")
                .containsEntry("generation", "1");
        assertThat(query(statement("made_at").replace(":id", Long.toString(later)))
                        .get(0))
                .containsEntry("instance", "second");
    }

    @Test
    void listsWorkersThatAreLate() throws SQLException {
        process(builder -> builder.workerIds(1, 2)).acquire();
        assertThat(query(statement("seconds_left < 15"))).isEmpty();
        TestDatabase.execute(pool, "UPDATE snowkey_worker SET expires_at_ms = expires_at_ms - 20000");
        assertThat(query(statement("seconds_left < 15"))).hasSize(1);
    }

    @Test
    void takesAWorkerIdOutOfServiceAndPutsItBack() {
        process(builder -> builder.workerIds(7, 7).instance("a")).acquire().close();
        TestProcess process = process(builder -> builder.workerIds(7, 8).instance("a"));
        process.clock.move(Duration.ofMillis(2));
        SnowflakeGenerator ids = process.generator(process.acquire());
        assertThat(ids.workerId()).isEqualTo(7);

        TestDatabase.execute(pool, statement("'out of service', expires_at_ms"));
        process.heartbeats.beat();
        assertThat(SnowflakeLayout.DEFAULT.decode(ids.nextId()).workerId()).isEqualTo(8);
        assertThat(process.row(7).holder()).isEqualTo("out of service");
        assertThat(process.row(7).state()).isEqualTo(State.ACTIVE);

        TestDatabase.execute(pool, statement("AND holder = 'out of service'"));
        assertThat(process.row(7).holder()).isNull();
    }

    @Test
    void endsALeaseThatIsStuckWithoutLosingTheHighWaterMark() {
        process(builder -> builder.workerIds(7, 7).instance("a")).acquire().close();
        TestProcess process = process(builder -> builder.workerIds(7, 8).instance("a"));
        process.clock.move(Duration.ofMillis(2));
        WorkerLease lease = process.acquire();
        long until = lease.claim().untilMillis();
        TestDatabase.execute(
                pool,
                OperatingGuide.statements(platform()).stream()
                        .filter(sql -> sql.endsWith("worker_id = 7") && sql.contains("holder = NULL"))
                        .findFirst()
                        .orElseThrow());
        assertThat(process.row(7).state()).isEqualTo(State.COOLING);
        assertThat(process.row(7).reservedUntil().toEpochMilli()).isEqualTo(until);
        process.heartbeats.beat();
        assertThat(lease.claim().workerId()).as("it moves on").isEqualTo(8);
    }

    @Test
    void movesToAnotherDatabaseWithTheTables() throws SQLException {
        TestProcess before = process(builder -> builder.workerIds(7, 8).instance("mover"));
        SnowflakeGenerator ids = before.generator(before.acquire());
        long last = ids.nextId();
        ids.close();
        TestProcess crashed = process(builder -> builder.workerIds(9, 9));
        long reservedUntil = crashed.acquire().claim().untilMillis();
        try (HikariDataSource elsewhere = newDatabase().withSchema().pool(2)) {
            for (String table : List.of("snowkey_namespace", "snowkey_worker", "snowkey_holder")) {
                copy(table, elsewhere);
            }
            TestProcess after = new TestProcess(
                    elsewhere, builder -> builder.workerIds(7, 8).instance("mover"));
            processes.add(after);
            after.clock.move(Duration.ofMillis(2));
            SnowflakeGenerator moved = after.generator(after.acquire());
            assertThat(moved.nextId()).as("the same worker id, later").isGreaterThan(last);
            assertThat(after.row(moved.workerId()).generation()).isEqualTo(2);
            assertThat(after.row(9).reservedUntil().toEpochMilli()).isEqualTo(reservedUntil);
            after.close();
        }
    }

    @Test
    void changesTheLayoutByANamespaceWhoseIdsAreAllLarger() {
        TestProcess before = process(builder -> builder);
        long old = before.generator(before.acquire()).nextId();
        Properties guide = OperatingGuide.properties();
        SnowflakeLayout wide = wide(Instant.parse(guide.getProperty("snowkey.epoch")), guide);

        TestProcess refused = process(builder -> builder.layout(wide));
        assertThatThrownBy(refused::acquire).isInstanceOf(WorkerRegistryException.class);

        TestProcess after = process(builder -> builder.layout(wide).namespace(guide.getProperty("snowkey.namespace")));
        long tomorrow = SnowflakeLayout.DEFAULT.lastId(before.clock.instant().plus(Duration.ofHours(23)));
        assertThat(after.generator(after.acquire()).nextId())
                .isGreaterThan(old)
                .as("larger than what an old process issues before the day is over")
                .isGreaterThan(tomorrow);
        Instant now = Instant.ofEpochMilli(before.clock.millis());
        assertThat(wide(SnowflakeLayout.DEFAULT.epoch(), guide).firstId(now))
                .as("the counter-example: with the old epoch, an id of both layouts can be the same")
                .isLessThan(SnowflakeLayout.DEFAULT.lastId(now));
    }

    private static SnowflakeLayout wide(Instant epoch, Properties guide) {
        return SnowflakeLayout.builder()
                .epoch(epoch)
                .workerBits(Integer.parseInt(guide.getProperty("snowkey.bits.worker")))
                .sequenceBits(Integer.parseInt(guide.getProperty("snowkey.bits.sequence")))
                .build();
    }

    private void copy(String table, HikariDataSource target) throws SQLException {
        try (var from = pool.getConnection();
                var select = from.createStatement();
                var rows = select.executeQuery("SELECT * FROM " + table);
                var to = target.getConnection()) {
            int columns = rows.getMetaData().getColumnCount();
            try (var insert =
                    to.prepareStatement("INSERT INTO " + table + " VALUES (?" + ", ?".repeat(columns - 1) + ")")) {
                while (rows.next()) {
                    for (int i = 1; i <= columns; i++) {
                        insert.setObject(i, rows.getObject(i));
                    }
                    insert.executeUpdate();
                }
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.IdRefusedException;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import io.snowkey.registry.WorkerRegistryException.Reason;
import io.snowkey.registry.WorkerStatus.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What docs/operating.md tells an operator to run does what it says, on every database. */
abstract class OperatingContract extends RegistryContract {

    /** For processes that are meant to live later, since the clock of the database cannot be moved. */
    private static final Duration ANY_SKEW = Duration.ofHours(1);

    private final Map<TestProcess, WorkerLease> leases = new HashMap<>();

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
        assertThat(queries).hasSize(7);
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

    /** What the short form says, for both holders, is what the long form says. */
    @Test
    void tellsTheSameInShortWhereTheFunctionsAreInstalled() throws SQLException {
        database.withFunctions();
        TestProcess first = process(builder -> builder.workerIds(7, 7).instance("first"));
        SnowflakeGenerator ids = first.generator(first.acquire());
        List<Long> made = new ArrayList<>(List.of(ids.nextId()));
        ids.close();
        TestProcess second = process(builder -> builder.workerIds(7, 7).instance("second"));
        second.clock.move(Duration.ofMillis(2));
        made.add(second.generator(second.acquire()).nextId());

        List<String> shortForms = OperatingGuide.statementsTagged(platform(), "functions");
        assertThat(shortForms).hasSize(1);
        for (long id : made) {
            String literal = Long.toString(id);
            Map<String, String> full =
                    query(statement("made_at").replace(":id", literal)).get(0);
            Map<String, String> brief =
                    query(shortForms.get(0).replace(":id", literal)).get(0);
            assertThat(brief)
                    .containsEntry("instance", made.indexOf(id) == 0 ? "first" : "second")
                    .hasSize(full.size() - 2);
            brief.remove("made_at"); // MariaDB's long form has the time zone of the session
            assertThat(full).containsAllEntriesOf(brief);
        }
    }

    /** Each of them holds a worker id of its own of this range, and has sent a heartbeat. */
    private List<TestProcess> live(int processes, long first, long last) {
        List<TestProcess> live = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            String instance = "live-" + i;
            TestProcess process = process(
                    builder -> builder.instance(instance).workerIds(first, last).maxClockSkew(ANY_SKEW));
            live.add(process);
            leases.put(process, process.acquire());
            process.heartbeats.beat();
        }
        return live;
    }

    private WorkerLease lease(TestProcess process) {
        return Objects.requireNonNull(leases.get(process));
    }

    private TestProcess holderOf(long workerId, List<TestProcess> live) {
        return live.stream()
                .filter(process -> lease(process).claim().workerId() == workerId)
                .findFirst()
                .orElseThrow();
    }

    private long issue(TestProcess process) {
        return SnowflakeLayout.DEFAULT
                .decode(process.generator(lease(process)).nextId())
                .workerId();
    }

    private int run(String... parts) {
        return TestDatabase.execute(pool, statement(parts));
    }

    private int takeOutOfService() {
        return run("INTO snowkey_worker", "'out of service'", "253402300799000");
    }

    private int putBack() {
        return run("UPDATE snowkey_worker", "AND holder = 'out of service'");
    }

    private int takeAway() {
        return run("UPDATE snowkey_worker", "AND holder <> 'out of service'");
    }

    @Test
    void listsWorkersThatAreLateSilentOrCrashed() throws SQLException {
        live(4, 11, 14);
        process(builder -> builder.workerIds(15, 15)).acquire().close();
        TestDatabase.execute(pool, "UPDATE snowkey_worker SET heartbeat_at_ms = heartbeat_at_ms - 1000 * worker_id");
        assertThat(query(statement("seconds_left < 15"))).isEmpty();
        sql("UPDATE snowkey_worker SET expires_at_ms = expires_at_ms - 20000 WHERE worker_id = 11");
        sql("UPDATE snowkey_worker SET expires_at_ms = expires_at_ms - 60000 WHERE worker_id = 12");
        sql("UPDATE snowkey_worker SET expires_at_ms = expires_at_ms - 900000,"
                + " reserved_until_ms = reserved_until_ms - 900000 WHERE worker_id = 13");
        assertThat(query(statement("seconds_left < 15")))
                .extracting(row -> row.get("worker_id") + " " + row.get("state"))
                .containsExactly("11 ACTIVE", "12 COOLING", "13 EXPIRED");
    }

    @Test
    void saysHowFullTheRangeIs() throws SQLException {
        String full = statement("AS free");
        assertThat(query(full).get(0))
                .containsEntry("worker_ids", "1024")
                .containsEntry("held", "0")
                .containsEntry("cooling", "0")
                .containsEntry("free", "1024");
        live(4, 7, 10);
        process(builder -> builder.workerIds(11, 11)).acquire().close();
        sql("UPDATE snowkey_worker SET expires_at_ms = 0 WHERE worker_id = 10");
        sql("UPDATE snowkey_worker SET reserved_until_ms = reserved_until_ms - 60000 WHERE worker_id = 11");
        assertThat(query(full).get(0))
                .containsEntry("held", "3")
                .containsEntry("cooling", "1")
                .containsEntry("free", "1020")
                .doesNotContainEntry("next_free_at", null);
    }

    @Test
    void takesAWorkerIdOutOfServiceAndPutsItBack() {
        List<TestProcess> live = live(3, 7, 9);
        TestProcess holder = holderOf(7, live);
        long until = lease(holder).claim().untilMillis();
        takeOutOfService();
        assertThat(issue(holder)).as("inside its claim").isEqualTo(7);
        live.forEach(process -> process.heartbeats.beat());

        assertThat(lease(holder).claim().isSealed()).isTrue();
        assertThat(lease(holder).renewalFailure())
                .hasMessageContaining("No worker id is free")
                .hasMessageContaining("worker ids 7 to 9, 3 are held");
        assertThatThrownBy(() -> issue(holder)).isInstanceOf(IdRefusedException.class);
        live.stream().filter(process -> process != holder).forEach(process -> assertThat(issue(process))
                .isBetween(8L, 9L));
        WorkerStatus row = holder.row(7);
        assertThat(row.holder()).isEqualTo("out of service");
        assertThat(row.state()).isEqualTo(State.ACTIVE);
        assertThat(row.instance()).as("not the name of a process").isEqualTo("out of service");
        assertThat(row.reservedUntil().toEpochMilli()).isEqualTo(until);

        assertThat(putBack()).isEqualTo(1);
        assertThat(putBack()).as("it is not out of service").isZero();
        holder.heartbeats.beat();
        assertThatThrownBy(() -> issue(holder)).as("it still cools").isInstanceOf(IdRefusedException.class);
        holder.clock.move(RESERVATION.plusSeconds(30));
        holder.heartbeats.beat();
        assertThat(issue(holder)).isEqualTo(7);
        assertThat(lease(holder).claim().fromMillis()).isGreaterThanOrEqualTo(until);
    }

    @Test
    void theHolderOfAnOutOfServiceWorkerIdMovesOnIfOneIsFree() {
        TestProcess holder = live(1, 7, 7).get(0);
        TestProcess other = process(builder -> builder.instance("live-0").workerIds(7, 8));
        lease(holder).close();
        other.clock.move(Duration.ofMillis(5));
        leases.put(other, other.acquire()); // and has sent no heartbeat yet
        assertThat(issue(other)).isEqualTo(7);
        takeOutOfService();
        try (CapturedLog log = new CapturedLog()) {
            other.heartbeats.beat();
            assertThat(log.lines())
                    .as("who took it is known, so that nothing is asked again at each heartbeat")
                    .anySatisfy(line -> assertThat(line)
                            .contains("Lease lost: worker id 7 was found to be held by another process")
                            .contains("instance 'out of service'"));
        }
        assertThat(issue(other)).isEqualTo(8);
        assertThat(other.row(7).holder()).isEqualTo("out of service");
    }

    @Test
    void takesAWorkerIdOutOfServiceThatWasNeverUsed() {
        process(builder -> builder.workerIds(1, 1)).acquire();
        assertThat(takeOutOfService()).isEqualTo(1);
        TestProcess starting = process(builder -> builder.workerIds(7, 7));
        assertThat(refusal(starting::acquire).reason()).isEqualTo(Reason.WORKER_IDS_EXHAUSTED);
        assertThat(putBack()).isEqualTo(1);
        assertThat(starting.acquire().claim().workerId()).isEqualTo(7);
    }

    @Test
    void takesAWorkerIdFromALiveProcessAndKeepsTheMark() {
        List<TestProcess> live = live(3, 7, 9);
        TestProcess holder = holderOf(7, live);
        long until = lease(holder).claim().untilMillis();
        assertThat(takeAway()).isEqualTo(1);
        assertThat(holder.row(7).state()).isEqualTo(State.COOLING);
        assertThat(holder.row(7).reservedUntil().toEpochMilli()).isEqualTo(until);
        assertThat(issue(holder)).as("inside its claim").isEqualTo(7);
        live.forEach(process -> process.heartbeats.beat());

        assertThat(lease(holder).claim().isSealed()).as("healthy, and loses it").isTrue();
        assertThatThrownBy(() -> issue(holder)).isInstanceOf(IdRefusedException.class);
        TestProcess starting = process(builder -> builder.workerIds(7, 7));
        assertThat(refusal(starting::acquire).reason()).isEqualTo(Reason.WORKER_IDS_EXHAUSTED);
        assertThat(takeAway()).as("nobody holds it").isZero();
        live.stream().filter(process -> process != holder).forEach(process -> assertThat(issue(process))
                .isBetween(8L, 9L));
    }

    /** It did so once. */
    @Test
    void takingAwayDoesNotPutBackIntoService() {
        process(builder -> builder.workerIds(1, 1)).acquire();
        takeOutOfService();
        assertThat(takeAway()).isZero();
        TestProcess starting = process(builder -> builder.workerIds(7, 7));
        assertThat(refusal(starting::acquire).reason()).isEqualTo(Reason.WORKER_IDS_EXHAUSTED);
    }

    @Test
    void movesToAnotherDatabaseWithTablesAndView() throws SQLException {
        List<TestProcess> before = live(3, 7, 9);
        TestProcess crashed = holderOf(9, before);
        long reservedUntil = lease(crashed).claim().untilMillis();
        Map<Long, String> instances = new TreeMap<>();
        long newest = 0;
        for (TestProcess process : before) {
            newest = Math.max(newest, process.generator(lease(process)).nextId());
            long workerId = lease(process).claim().workerId();
            instances.put(workerId, process.row(workerId).instance());
        }
        before.stream().filter(process -> process != crashed).forEach(process -> lease(process)
                .close());
        try (HikariDataSource elsewhere = newDatabase().withSchema().pool(2)) {
            TableDump.of(pool).restore(elsewhere);
            for (Map.Entry<Long, String> moved : instances.entrySet()) {
                TestProcess after = new TestProcess(
                        elsewhere, builder -> builder.instance(moved.getValue()).workerIds(7, 9));
                processes.add(after);
                after.clock.move(Duration.ofMillis(5));
                if (moved.getKey() == 9) {
                    assertThat(refusal(after::acquire).reason()).isEqualTo(Reason.WORKER_IDS_EXHAUSTED);
                    assertThat(after.row(9).reservedUntil().toEpochMilli()).isEqualTo(reservedUntil);
                } else {
                    SnowflakeGenerator ids = after.generator(after.acquire());
                    assertThat(ids.workerId()).isEqualTo(moved.getKey());
                    assertThat(ids.nextId()).isGreaterThan(newest);
                    assertThat(after.row(ids.workerId()).generation()).isEqualTo(2);
                }
                after.heartbeats.beat();
            }
            // A copy of the tables alone.
            TestDatabase.execute(elsewhere, "DROP VIEW snowkey_worker_status");
            TestProcess last = processes.get(processes.size() - 1);
            assertThat(refusal(last.registry::workers))
                    .hasMessageContaining("The view snowkey_worker_status is not there")
                    .hasMessageContaining("creates what is missing");
            processes.stream().filter(process -> !before.contains(process)).forEach(TestProcess::close);
        }
    }

    @Test
    void tellsWhoMadeAnIdByTheLayoutThatItWasMadeWith() throws SQLException {
        TestProcess before = process(builder -> builder.instance("before").workerIds(7, 7));
        WorkerLease old = before.acquire();
        long oldId = before.generator(old).nextId();
        old.close();
        Properties guide = OperatingGuide.properties();
        SnowflakeLayout wide = wide(Instant.parse(guide.getProperty("snowkey.epoch")), guide);
        TestProcess after =
                process(builder -> builder.instance("after").layout(wide).namespace("wide"));
        long newId = after.generator(after.acquire()).nextId();
        // In each namespace a worker that the id of the other one seems to be of, and that was there.
        long seemingly = SnowflakeLayout.DEFAULT.decode(newId).workerId();
        process(builder -> builder.instance("seemingly").workerIds(seemingly, seemingly))
                .acquire();

        long inTheNewOne = wide.decode(oldId).workerId();
        process(builder -> builder.instance("seemingly")
                        .layout(wide)
                        .namespace("wide")
                        .workerIds(inTheNewOne, inTheNewOne))
                .acquire();

        assertThat(query(statement("made_at").replace(":id", Long.toString(oldId))))
                .extracting(row -> row.get("namespace") + " " + row.get("instance"))
                .containsExactly("default before");
        assertThat(query(statement("made_at").replace(":id", Long.toString(newId))))
                .extracting(row -> row.get("namespace") + " " + row.get("instance"))
                .containsExactly("wide after");
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
}

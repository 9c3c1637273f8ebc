// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import io.snowkey.registry.WorkerRegistryException.Reason;
import io.snowkey.registry.WorkerStatus.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks what the tables hold, and what they refuse. */
abstract class TableContract extends ContractPart {

    TableContract(RegistryTck given) {
        super(given);
    }

    @ParameterizedTest
    @MethodSource
    void aLayoutThatDiffersIsRefusedWithBothSideBySide(SnowflakeLayout other) {
        process("a").acquire();
        WorkerRegistryException refused = refusal(process(builder -> builder.layout(other))::acquire);
        assertThat(refused.reason()).isEqualTo(Reason.LAYOUT_DIFFERS);
        assertThat(refused)
                .hasMessageContaining("namespace: " + SnowflakeLayout.DEFAULT)
                .hasMessageContaining("this side: " + other);
        assertThat(process(builder -> builder.layout(other).namespace("other"))
                        .acquire()
                        .layout())
                .isEqualTo(other);
    }

    static List<SnowflakeLayout> aLayoutThatDiffersIsRefusedWithBothSideBySide() {
        return List.of(
                SnowflakeLayout.builder().workerBits(8).build(),
                SnowflakeLayout.builder().sequenceBits(10).build(),
                SnowflakeLayout.builder().timestampBits(40).build(),
                SnowflakeLayout.builder().tick(Duration.ofMillis(10)).build(),
                SnowflakeLayout.builder()
                        .epoch(Instant.parse("2025-01-02T00:00:00Z"))
                        .build(),
                SnowflakeLayout.builder()
                        .order(SnowflakeLayout.Order.SEQUENCE_WORKER)
                        .build());
    }

    @Test
    void namespacesDoNotShareWorkerIds() {
        WorkerLease one =
                process(builder -> builder.workerIds(1, 1).namespace("orders")).acquire();
        WorkerLease two =
                process(builder -> builder.workerIds(1, 1).namespace("Orders")).acquire();
        WorkerLease three = process(builder -> builder.workerIds(1, 1).namespace("Bestellungen (für 注文)"))
                .acquire();
        assertThat(List.of(one, two, three))
                .allSatisfy(lease -> assertThat(lease.claim().workerId()).isEqualTo(1));
    }

    /**
     * Names are stored as they are, up to their full length. {@code SettingsTest} shows that longer ones are refused,
     * and ones that cannot be stored.
     */
    @ParameterizedTest
    @ValueSource(strings = {"\uD83D\uDE00", "\u6CE8", "\u0130", "'", "\"", "\\", "%", ";", ":a", "?", "{now}"})
    void namesOfAnyScriptAndOfFullLengthAreStoredAsTheyAre(String part) {
        String mark = part;
        String namespace = filled(mark, 64);
        String instance = filled(mark, 255);
        UnaryOperator<JdbcWorkerRegistry.Builder> setup =
                builder -> builder.namespace(namespace).instance(instance).application(instance);
        TestProcess process = process(setup);
        WorkerLease lease = process.acquire();
        long workerId = lease.claim().workerId();
        assertThat(process.row(workerId).instance()).isEqualTo(instance);
        assertThat(process.row(workerId).application()).isEqualTo(instance);
        process.heartbeats.beat();
        assertThat(lease.renewalFailure()).isNull();
        lease.close();
        process.clock.move(Duration.ofMillis(2));
        assertThat(process.acquire().claim().workerId()).as("known by its name").isEqualTo(workerId);
        assertThat(process(builder -> setup.apply(builder).namespace(namespace.substring(mark.length())))
                        .registry
                        .workers())
                .as("another namespace")
                .isEmpty();
    }

    private static String filled(String part, int length) {
        return part.repeat(length / part.length());
    }

    @Test
    void theStatusViewTellsTheStatesApart() {
        TestProcess process = process(builder -> builder.workerIds(1, 4));
        for (int i = 0; i < 4; i++) {
            process.acquire();
        }
        sql("UPDATE snowkey_worker SET expires_at_ms = 0 WHERE worker_id = 2");
        sql("UPDATE snowkey_worker SET expires_at_ms = 0, reserved_until_ms = 0 WHERE worker_id = 3");
        sql("UPDATE snowkey_worker SET expires_at_ms = 0, reserved_until_ms = 0, holder = NULL WHERE worker_id = 4");
        assertThat(process.registry.workers())
                .extracting(WorkerStatus::state)
                .containsExactly(State.ACTIVE, State.COOLING, State.EXPIRED, State.FREE);
    }

    @Test
    void whatANewerVersionWroteIsShownAsSuchAndNotThrownAtTheReader() {
        TestProcess process = process("a");
        process.acquire();
        sql("UPDATE snowkey_namespace SET field_order = 'BACKWARDS'");
        assertThat(refusal(process("b")::acquire))
                .hasMessageContaining("another layout")
                .hasMessageContaining("one that this version does not know")
                .hasMessageContaining("bits 41/10/12, order BACKWARDS");
        assertThat(process.registry.workers()).hasSize(1);
        TestProcess reader = process(builder -> builder.dialect(
                ChangedDialect.replacing(dialect(), RegistryStatement.STATUS, "state,", "'RESTING' AS state,")));
        assertThat(reader.registry.workers()).extracting(WorkerStatus::state).containsExactly(State.UNKNOWN);
    }

    @Test
    void remembersWhoHeldAWorkerIdFromWhichIdTimeOn() {
        TestProcess first = process(builder -> builder.workerIds(7, 7).instance("first"));
        WorkerLease lease = first.acquire();
        long from = lease.claim().fromMillis();
        lease.close();
        TestProcess second = process(builder -> builder.workerIds(7, 7).instance("second"));
        second.clock.move(Duration.ofMillis(2));
        second.acquire();
        assertThat(value("SELECT instance FROM snowkey_holder WHERE worker_id = 7 AND generation = 1"))
                .isEqualTo("first");
        assertThat(value("SELECT from_ms FROM snowkey_holder WHERE worker_id = 7 AND generation = 1"))
                .isEqualTo(Long.toString(from));
        assertThat(value("SELECT instance FROM snowkey_holder WHERE worker_id = 7 AND generation = 2"))
                .isEqualTo("second");

        sql("UPDATE snowkey_holder SET acquired_at_ms = 0");
        second.heartbeats.beat();
        assertThat(value("SELECT min(generation) FROM snowkey_holder"))
                .as("forgotten after the retention, but for the present holder")
                .isEqualTo("2");
    }

    @ParameterizedTest
    @EnumSource
    void everyConditionIsInItsStatementAndIsMissedWithoutIt(SafetyCondition condition) throws SQLException {
        Dialect dialect = dialect();
        assertThat(condition.holds(fixture(dialect))).as("as it is").isTrue();
        assertThat(condition.holds(fixture(condition.takenOutOf(dialect))))
                .as("without it")
                .isFalse();
    }

    private SafetyCondition.Fixture fixture(Dialect dialect) throws SQLException {
        Settings settings = settings(0, 1023, Duration.ofSeconds(10));
        TableDump.empty(pool);
        return new SafetyCondition.Fixture(
                new WorkerTable(Sql.of(pool, 10_000), dialect, settings), settings, this::value);
    }

    private String value(String statement) {
        try (var connection = pool.getConnection();
                var sql = connection.createStatement()) {
            if (!sql.execute(statement)) {
                return "";
            }
            var rows = sql.getResultSet();
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }
}

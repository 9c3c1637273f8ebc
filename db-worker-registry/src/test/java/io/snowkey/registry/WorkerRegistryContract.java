// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.Claim;
import io.snowkey.IdRefusedException;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import io.snowkey.registry.WorkerRegistryException.Reason;
import io.snowkey.registry.WorkerStatus.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What the registry does on every database: run as it is on each of them, for real. */
abstract class WorkerRegistryContract {

    private static final Duration RESERVATION = Duration.ofMinutes(10);

    private final List<TestProcess> processes = new ArrayList<>();
    private HikariDataSource pool;

    /** A database of the kind under test, with the tables. */
    abstract TestDatabase newDatabase();

    /** What its driver calls it. */
    abstract String product();

    @BeforeEach
    void open() {
        pool = newDatabase().withSchema().pool(4);
    }

    @AfterEach
    void close() {
        processes.forEach(TestProcess::close);
        pool.close();
    }

    private TestProcess process(UnaryOperator<JdbcWorkerRegistry.Builder> setup) {
        TestProcess process = new TestProcess(pool, setup);
        processes.add(process);
        return process;
    }

    private TestProcess process(String instance) {
        return process(builder -> builder.instance(instance));
    }

    private void sql(String statement) {
        assertThat(TestDatabase.execute(pool, statement)).isPositive();
    }

    /** As if the database's clock had gone on until the lease was over. */
    private void expire(long workerId) {
        sql("UPDATE snowkey_worker SET expires_at_ms = expires_at_ms - 31000 WHERE worker_id = " + workerId);
    }

    private static WorkerRegistryException refusal(Runnable action) {
        return catchThrowableOfType(WorkerRegistryException.class, action::run);
    }

    @Test
    void runsOnTheDatabaseThatItClaimsToTest() throws SQLException {
        try (var connection = pool.getConnection()) {
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo(product());
        }
    }

    @Test
    void acquiresAWorkerIdAndWritesTheHighWaterMarkAhead() {
        TestProcess process = process("shop-1");
        long before = process.clock.millis();
        WorkerLease lease = process.acquire();
        long after = process.clock.millis();

        Claim claim = lease.claim();
        WorkerStatus row = process.row(claim.workerId());
        assertThat(claim.fromMillis()).isBetween(before, after);
        assertThat(claim.untilMillis()).isEqualTo(claim.fromMillis() + RESERVATION.toMillis());
        assertThat(row.reservedUntil().toEpochMilli()).isEqualTo(claim.untilMillis());
        assertThat(row.state()).isEqualTo(State.ACTIVE);
        assertThat(row.generation()).isEqualTo(1);
        assertThat(row.holder()).hasSize(36);
        assertThat(row.instance()).isEqualTo("shop-1");
        assertThat(row.application()).isEqualTo("tests");
        assertThat(row.host()).isNotBlank();
        assertThat(row.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(row.issued()).isZero();
        assertThat(Duration.between(row.acquiredAt(), row.expiresAt())).isEqualTo(Duration.ofSeconds(30));
        assertThat(row.heartbeatAt()).isEqualTo(row.acquiredAt());
        assertThat(row.acquiredAt().toEpochMilli())
                .as("the clock of the database")
                .isBetween(before - 50, after + 50);
        assertThat(row.clockSkewMillis()).isBetween(-50L, 50L);
    }

    @Test
    void everyLeaseGetsAWorkerIdOfItsOwn() {
        TestProcess process = process(builder -> builder.workerIds(100, 107));
        assertThat(List.of(1, 2, 3, 4, 5, 6, 7, 8))
                .extracting(i -> process.acquire().claim().workerId())
                .containsExactlyInAnyOrder(100L, 101L, 102L, 103L, 104L, 105L, 106L, 107L);
    }

    @Test
    void aHeartbeatExtendsTheClaimAndTheLease() {
        TestProcess process = process("a");
        WorkerLease lease = process.acquire();
        long until = lease.claim().untilMillis();
        process.generator(lease).nextId();

        process.clock.move(Duration.ofSeconds(3));
        process.heartbeats.beat();

        WorkerStatus row = process.row(lease.claim().workerId());
        assertThat(lease.claim().untilMillis()).isGreaterThanOrEqualTo(until + 3000);
        assertThat(row.reservedUntil().toEpochMilli()).isEqualTo(lease.claim().untilMillis());
        assertThat(row.issued()).isEqualTo(1);
        assertThat(row.clockSkewMillis()).isBetween(2900L, 3100L);
        assertThat(row.heartbeatAt()).isAfterOrEqualTo(row.acquiredAt());
        assertThat(Duration.between(row.heartbeatAt(), row.expiresAt())).isEqualTo(Duration.ofSeconds(30));
        assertThat(lease.trouble()).isNull();
    }

    @Test
    void aReleaseGivesTheWorkerIdBackAtOnceAndSaysWhereTheIdsEnded() {
        TestProcess process = process("a");
        WorkerLease lease = process.acquire();
        long workerId = lease.claim().workerId();
        SnowflakeGenerator generator = process.generator(lease);
        long id = generator.nextId();

        generator.close();

        WorkerStatus row = process.row(workerId);
        long issuedAt = SnowflakeLayout.DEFAULT.decode(id).instant().toEpochMilli();
        assertThat(row.holder()).isNull();
        assertThat(row.reservedUntil().toEpochMilli()).isEqualTo(issuedAt + 1);
        assertThat(row.issued()).isEqualTo(1);
        assertThat(process.heartbeats.size()).as("heartbeats of a closed lease").isZero();
        assertThatThrownBy(generator::nextId).isInstanceOf(IdRefusedException.class);

        process.clock.move(Duration.ofMillis(2));
        WorkerLease again = process.acquire();
        assertThat(again.claim().workerId()).isEqualTo(workerId);
        assertThat(again.claim().fromMillis()).isGreaterThan(issuedAt);
        assertThat(process.row(workerId).generation()).isEqualTo(2);
    }

    @Test
    void anInstanceGetsItsLastWorkerIdBackAmongManyFreeOnes() {
        TestProcess others = process("others");
        List<WorkerLease> leases = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            leases.add(others.acquire());
        }
        TestProcess mine = process("mine");
        long workerId = mine.acquire().claim().workerId();
        mine.close();
        leases.forEach(WorkerLease::close);

        TestProcess restarted = process("mine");
        restarted.clock.move(Duration.ofMillis(2));
        assertThat(restarted.acquire().claim().workerId()).isEqualTo(workerId);
    }

    @Test
    void aSilentWorkerKeepsItsIdUntilItsLeaseAndItsReservationAreOver() {
        TestProcess crashed = process(builder -> builder.workerIds(7, 7));
        WorkerLease old = crashed.acquire();
        TestProcess successor =
                process(builder -> builder.workerIds(7, 7).instance("successor").maxClockSkew(Duration.ofHours(1)));

        assertThat(refusal(successor::acquire).reason()).isEqualTo(Reason.WORKER_IDS_EXHAUSTED);
        expire(7);
        assertThat(refusal(successor::acquire))
                .as("expired, but the crashed worker may have issued ids up to the end of its reservation")
                .hasMessageContaining("1 are cooling");
        assertThat(successor.row(7).state()).isEqualTo(State.COOLING);
        successor.clock.move(RESERVATION.plusSeconds(1));

        WorkerLease taken = successor.acquire();
        assertThat(taken.claim().fromMillis())
                .isGreaterThanOrEqualTo(old.claim().untilMillis());
    }

    @Test
    void aReservationAloneDoesNotFreeAWorkerIdThatIsRenewed() {
        TestProcess alive = process(builder -> builder.workerIds(7, 7));
        alive.acquire();
        TestProcess hurried = process(builder -> builder.workerIds(7, 7).maxClockSkew(Duration.ofHours(1)));
        hurried.clock.move(RESERVATION.plusSeconds(1));
        assertThat(refusal(hurried::acquire).reason()).isEqualTo(Reason.WORKER_IDS_EXHAUSTED);
    }

    @Test
    void exhaustionSaysHowManyAreHeldAndWhenTheNextOneFreesUp() {
        TestProcess process = process(builder -> builder.workerIds(3, 4));
        WorkerLease first = process.acquire();
        process.acquire();
        assertThat(refusal(process::acquire))
                .hasMessageContaining("worker ids 3 to 4, 2 are held and 0 are cooling")
                .hasMessageContaining("The next one frees up at "
                        + process.row(first.claim().workerId()).reservedUntil());
    }

    @Test
    void waitsForAWorkerIdToBecomeFreeIfToldTo() {
        TestProcess process = process(builder -> builder.workerIds(3, 3).maxWait(Duration.ofMinutes(1)));
        WorkerLease first = process.acquire();
        process.whilePausing(() -> {
            first.close();
            process.clock.move(Duration.ofMillis(2));
        });
        assertThat(process.acquire().claim().workerId()).isEqualTo(3);
    }

    @Test
    void aLostLeaseIsSealedAndReplacedByItselfAndIdsKeepGrowing() {
        TestProcess process = process(builder -> builder.workerIds(0, 9));
        WorkerLease lease = process.acquire();
        SnowflakeGenerator generator = process.generator(lease);
        Claim lost = lease.claim();
        long before = generator.nextId();
        sql("UPDATE snowkey_worker SET generation = generation + 1, holder = 'somebody else' WHERE worker_id = "
                + lost.workerId());

        process.heartbeats.beat();

        assertThat(lost.isSealed()).isTrue();
        assertThat(lease.claim().workerId()).isNotEqualTo(lost.workerId());
        assertThat(lease.trouble()).isNull();
        assertThat(generator.nextId()).isGreaterThan(before);
        assertThat(process.row(lease.claim().workerId()).state()).isEqualTo(State.ACTIVE);
        assertThat(process.row(lost.workerId()).holder()).isEqualTo("somebody else");
    }

    @Test
    void aLostLeaseThatCannotBeReplacedRefusesAndTriesAgain() {
        TestProcess process = process(builder -> builder.workerIds(5, 5));
        WorkerLease lease = process.acquire();
        SnowflakeGenerator generator = process.generator(lease);
        sql("UPDATE snowkey_worker SET generation = 99 WHERE worker_id = 5");

        process.heartbeats.beat();
        assertThatThrownBy(generator::nextId)
                .isInstanceOfSatisfying(IdRefusedException.class, e -> assertThat(e.reason())
                        .isEqualTo(IdRefusedException.Reason.LEASE_LOST));

        sql("UPDATE snowkey_worker SET expires_at_ms = 0, reserved_until_ms = 0 WHERE worker_id = 5");
        process.heartbeats.beat();
        assertThat(generator.nextId()).isPositive();
        assertThat(process.row(5).generation()).isEqualTo(100);
    }

    @Test
    void anOutageIsSurvivedUpToTheReservationAndHealedByItself() {
        TestProcess process = process(builder -> builder.maxClockSkew(Duration.ofHours(1)));
        WorkerLease lease = process.acquire();
        SnowflakeGenerator generator = process.generator(lease);
        Claim claim = lease.claim();
        long until = claim.untilMillis();
        process.network.set(Outage.Mode.NO_CONNECTION);

        process.heartbeats.beat();
        process.clock.move(RESERVATION.minusMinutes(1));
        process.heartbeats.beat();
        assertThat(generator.nextId()).isPositive();
        assertThat(claim.untilMillis()).isEqualTo(until);
        process.clock.move(Duration.ofMinutes(2));
        assertThatThrownBy(generator::nextId)
                .isInstanceOfSatisfying(IdRefusedException.class, e -> assertThat(e.reason())
                        .isEqualTo(IdRefusedException.Reason.CLAIM_ENDED))
                .hasMessageContaining("the heartbeat has failed since")
                .hasMessageContaining("Connection refused (by the test)");

        process.network.set(Outage.Mode.NONE);
        process.heartbeats.beat();
        assertThat(generator.nextId()).isPositive();
        assertThat(lease.claim()).isSameAs(claim);
        assertThat(lease.trouble()).isNull();
    }

    @Test
    void aHeartbeatWhoseAnswerIsLostDoesNotWidenTheClaim() {
        TestProcess process = process("a");
        WorkerLease lease = process.acquire();
        long until = lease.claim().untilMillis();
        process.clock.move(Duration.ofSeconds(5));
        process.network.set(Outage.Mode.LOST_ANSWER);
        process.heartbeats.beat();

        long workerId = lease.claim().workerId();
        assertThat(process(builder -> builder).row(workerId).reservedUntil().toEpochMilli())
                .as("the database did extend it")
                .isGreaterThan(until);
        assertThat(lease.claim().untilMillis()).as("but nobody said so").isEqualTo(until);
    }

    @Test
    void anAcquisitionWhoseAnswerIsLostIsGivenUp() {
        TestProcess process = process(builder -> builder.workerIds(1, 1));
        process.registry.workers();
        process(builder -> builder.workerIds(1, 1)).acquire().close();
        process.clock.move(Duration.ofMillis(2));
        process.network.set(Outage.Mode.LOST_ANSWER);
        assertThat(refusal(process::acquire).reason()).isEqualTo(Reason.DATABASE_UNAVAILABLE);
    }

    @Test
    void aClockThatIsFarOffNeitherAcquiresNorExtends() {
        TestProcess process = process("a");
        WorkerLease lease = process.acquire();
        long workerId = lease.claim().workerId();
        long until = lease.claim().untilMillis();

        process.clock.move(Duration.ofDays(365));
        process.heartbeats.beat();

        assertThat(lease.claim().untilMillis()).isEqualTo(until);
        assertThat(process.row(workerId).reservedUntil().toEpochMilli()).isEqualTo(until);
        assertThat(process.row(workerId).state()).as("it is alive all the same").isEqualTo(State.ACTIVE);
        assertThat(process.row(workerId).clockSkewMillis())
                .isGreaterThan(Duration.ofDays(364).toMillis());
        assertThat(lease.trouble()).hasMessageContaining("differs from the clock of the database");
        assertThat(refusal(process::acquire).reason()).isEqualTo(Reason.CLOCK_SKEW);
        assertThat(process.registry.workers()).hasSize(1);

        process.clock.move(Duration.ofDays(-365));
        process.heartbeats.beat();
        assertThat(lease.trouble()).isNull();
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

    @Test
    void closingTheRegistryReleasesEveryLease() {
        TestProcess process = process("a");
        process.acquire();
        process.acquire();
        process.registry.close();
        process.registry.close();
        assertThat(process("b").registry.workers()).hasSize(2).allSatisfy(row -> assertThat(row.holder())
                .isNull());
        assertThat(refusal(process::acquire).reason()).isEqualTo(Reason.CLOSED);
    }

    @Test
    void missingTablesAreNamedWithTheRemedy() {
        try (HikariDataSource empty = newDatabase().pool(1);
                JdbcWorkerRegistry registry = JdbcWorkerRegistry.builder(empty).build()) {
            WorkerRegistryException refused = refusal(registry::acquire);
            assertThat(refused.reason()).isEqualTo(Reason.SCHEMA_MISSING);
            assertThat(refused).hasMessageContaining("snowkey_worker").hasMessageContaining("initialize-schema=always");
        }
    }

    @Test
    void handsConnectionsBackAsItGotThem() throws SQLException {
        try (HikariDataSource strict = newDatabase().withSchema().pool(1, config -> {
            config.setAutoCommit(false);
            config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
        })) {
            TestProcess process = new TestProcess(strict, builder -> builder);
            processes.add(process);
            WorkerLease lease = process.acquire();
            process.heartbeats.beat();
            assertThat(lease.trouble()).isNull();
            try (var connection = strict.getConnection()) {
                assertThat(connection.getAutoCommit()).isFalse();
            }
            lease.close();
            assertThat(process.row(lease.claim().workerId()).holder()).isNull();
            process.close();
        }
    }

    @Test
    void theClockOfTheDatabaseIsTheSameInEveryTimeZone() {
        // New Zealand is ahead of every zone the servers may run in; this test itself runs in Los Angeles.
        try (HikariDataSource far = pool(4, inTimeZone())) {
            TestProcess process = new TestProcess(far, builder -> builder);
            processes.add(process);
            WorkerLease lease = process.acquire();
            process.heartbeats.beat();
            assertThat(lease.trouble()).isNull();
            assertThat(process.row(lease.claim().workerId()).clockSkewMillis()).isBetween(-100L, 100L);
            process.close();
        }
    }

    private HikariDataSource pool(int size, String init) {
        return newDatabase().withSchema().pool(size, config -> config.setConnectionInitSql(init));
    }

    /** The statement that puts a session into the time zone of Auckland. */
    abstract String inTimeZone();

    @Test
    void aHerdOf1024ThatStartsAtOnceGetsDistinctWorkerIdsAndTheNextOneIsToldSo() throws Exception {
        try (HikariDataSource ten =
                newDatabase().withSchema().pool(10, config -> config.setConnectionTimeout(60_000))) {
            TestProcess process = new TestProcess(ten, builder -> builder);
            processes.add(process);
            ExecutorService herd = Executors.newFixedThreadPool(1024);
            try {
                CountDownLatch start = new CountDownLatch(1);
                List<Future<Long>> leases = new ArrayList<>();
                for (int i = 0; i < 1024; i++) {
                    leases.add(herd.submit(() -> {
                        start.await();
                        return process.acquire().claim().workerId();
                    }));
                }
                long started = System.nanoTime();
                start.countDown();
                Set<Long> workerIds = new HashSet<>();
                for (Future<Long> lease : leases) {
                    workerIds.add(lease.get());
                }
                System.out.println("1,024 leases over 10 connections on " + product() + ": "
                        + Duration.ofNanos(System.nanoTime() - started).toMillis() + " ms");
                assertThat(workerIds).hasSize(1024);
                assertThat(refusal(process::acquire)).hasMessageContaining("1024 are held and 0 are cooling");
            } finally {
                herd.shutdownNow();
                process.close();
            }
        }
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

    @ParameterizedTest
    @EnumSource
    void everyGuardIsInItsStatementAndIsMissedWhenItIsTakenOut(Guard guard) throws SQLException {
        Dialect dialect = Dialects.of(product());
        assertThat(guard.holds(fixture(dialect))).as("as it is").isTrue();
        assertThat(guard.holds(fixture(guard.takenOutOf(dialect))))
                .as("without it")
                .isFalse();
    }

    private Guard.Fixture fixture(Dialect dialect) throws SQLException {
        Settings settings = new Settings(
                SnowflakeLayout.DEFAULT,
                "default",
                "snowkey_",
                "a",
                "tests",
                "host",
                1,
                0,
                1023,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                RESERVATION,
                Duration.ofSeconds(10),
                Duration.ZERO,
                Duration.ofDays(400));
        TestDatabase.execute(pool, "DELETE FROM snowkey_holder");
        TestDatabase.execute(pool, "DELETE FROM snowkey_worker");
        return new Guard.Fixture(new WorkerTable(new Sql(pool, 10_000), dialect, settings), settings, this::value);
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

    @Test
    void aWorkersRowCannotBeDeletedByHand() {
        process("a").acquire();
        assertThatThrownBy(() -> TestDatabase.execute(pool, "DELETE FROM snowkey_worker"))
                .hasRootCauseInstanceOf(SQLException.class);
    }
}

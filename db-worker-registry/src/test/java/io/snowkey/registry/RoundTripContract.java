// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.WorkerLease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the registry asks of a real database over a real network: counted on the wire, and at the boundary of JDBC. */
abstract class RoundTripContract implements DatabaseKind {

    /** What something cost. */
    record Cost(long statements, long roundTrips) {}

    /** What an acquisition may cost: as many statements as the dialect needs. */
    abstract int statementsOfAnAcquisition();

    /** How many round trips a statement takes if the pool has auto-commit off. */
    abstract int roundTripsWithoutAutoCommit();

    /** How many transactions are open in this database, but for the one that asks. */
    abstract String openTransactions();

    private final class Setup implements AutoCloseable {
        final TestDatabase database = newDatabase().withSchema();
        final TcpProxy wire;
        final HikariDataSource pool;
        final CountingDataSource counting;
        final TestProcess process;

        /** No time passes, so that free worker ids are counted once and not in the middle of what is counted here. */
        Setup(boolean autoCommit) throws IOException {
            this(autoCommit, builder -> builder.time(new Time(InstantSource.system(), () -> 0, pause -> {})));
        }

        Setup(boolean autoCommit, UnaryOperator<JdbcWorkerRegistry.Builder> setup) throws IOException {
            URI server = URI.create(database.url().replaceFirst("^jdbc:", ""));
            wire = new TcpProxy(server.getPort());
            String url = database.url().replaceFirst("//[^/]+/", "//localhost:" + wire.port() + "/");
            // The pool's own question whether a connection that was idle still lives is none of ours.
            System.setProperty("com.zaxxer.hikari.aliveBypassWindowMs", "600000");
            pool = new TestDatabase(database.platform(), url, database.username(), database.password())
                    .pool(1, config -> config.setAutoCommit(autoCommit));
            counting = new CountingDataSource(pool);
            process = new TestProcess(counting.counted(), setup);
        }

        Cost of(Runnable action) {
            long statements = counting.statements();
            long roundTrips = wire.roundTrips();
            action.run();
            return new Cost(counting.statements() - statements, wire.roundTrips() - roundTrips);
        }

        @Override
        public void close() throws IOException {
            System.clearProperty("com.zaxxer.hikari.aliveBypassWindowMs");
            process.close();
            pool.close();
            wire.close();
        }
    }

    private Cost each(boolean autoCommit, int statements) {
        return new Cost(statements, (long) statements * (autoCommit ? 1 : roundTripsWithoutAutoCommit()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHeartbeatIsOneStatementAndOneRoundTrip(boolean autoCommit) throws IOException {
        try (Setup setup = new Setup(autoCommit)) {
            WorkerLease lease = setup.process.acquire();
            setup.process.heartbeats
                    .beat(); // the first one also forgets former holders, and counts the free worker ids
            for (int i = 0; i < 12; i++) { // more often than drivers wait before they prepare a statement on the server
                assertThat(setup.of(setup.process.heartbeats::beat)).isEqualTo(each(autoCommit, 1));
            }
            assertThat(setup.of(() -> {
                        setup.process.heartbeats.beat();
                        setup.process.registry.workers();
                    }))
                    .as("the counter-example: a heartbeat with one statement more")
                    .isEqualTo(each(autoCommit, 2));
            assertThat(setup.of(lease::close)).as("a release").isEqualTo(each(autoCommit, 1));
        }
    }

    /** An hour passes on the clock of the process. */
    @Test
    void anIdleHourIsNoStatementAndNoRoundTripOnceTheWorkerIsQuiet() throws IOException {
        AtomicLong nanos = new AtomicLong();
        try (Setup setup = new Setup(true, builder -> builder.quietAfter(Duration.ofMinutes(1))
                .time(new Time(InstantSource.system(), nanos::get, pause -> {})))) {
            setup.process.acquire();
            Runnable anHour = () -> {
                for (int i = 0; i < 360; i++) {
                    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
                    setup.process.heartbeats.beat();
                }
            };
            assertThat(setup.of(anHour).statements()).as("until it is quiet").isBetween(1L, 10L);
            assertThat(setup.of(anHour)).isEqualTo(new Cost(0, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAcquisitionIsAtMostThreeStatementsFromAWarmPool(boolean autoCommit) throws IOException {
        try (Setup setup = new Setup(autoCommit)) {
            setup.process.acquire();
            assertThat(statementsOfAnAcquisition()).isLessThanOrEqualTo(3);
            assertThat(setup.of(setup.process::acquire))
                    .as("of a new row")
                    .isEqualTo(each(autoCommit, statementsOfAnAcquisition()));
            setup.process.registry.close();
            TestProcess successor = new TestProcess(setup.counting.counted(), builder -> builder.workerIds(0, 1023));
            successor.clock.move(Duration.ofMillis(5));
            successor.registry.workers();
            assertThat(setup.of(successor::acquire))
                    .as("of the row held last")
                    .isEqualTo(each(autoCommit, statementsOfAnAcquisition()));
            successor.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingIsHeldOpenBetweenHeartbeats(boolean autoCommit) throws Exception {
        try (Setup setup = new Setup(autoCommit);
                HikariDataSource admin = setup.database.pool(1)) {
            WorkerLease lease = setup.process.acquire();
            for (Runnable action : List.<Runnable>of(() -> {}, setup.process.heartbeats::beat, lease::close)) {
                action.run();
                assertThat(setup.pool.getHikariPoolMXBean().getActiveConnections())
                        .as("connections taken from the pool")
                        .isZero();
                assertThat(setup.pool.getHikariPoolMXBean().getIdleConnections())
                        .isOne();
                assertThat(open(admin)).as("open transactions").isZero();
            }
            try (var connection = setup.pool.getConnection();
                    var statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement
                        .executeQuery("SELECT * FROM snowkey_worker FOR UPDATE")
                        .close();
                assertThat(open(admin)).as("the counter-example").isOne();
                connection.rollback();
            }
        }
    }

    private long open(HikariDataSource admin) throws SQLException, InterruptedException {
        Thread.sleep(150); // InnoDB shows what it knew a moment ago, if it was asked less than 100 ms ago
        try (var connection = admin.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(openTransactions())) {
            rows.next();
            return rows.getLong(1);
        }
    }
}

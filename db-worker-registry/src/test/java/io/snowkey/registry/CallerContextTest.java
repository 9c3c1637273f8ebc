// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.WorkerLease;
import io.snowkey.registry.WorkerRegistryException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Nothing of the calling thread takes part in what the registry does: no transaction, no tenant, no class loader. */
final class CallerContextTest {

    /** How the registry worked before it had threads of its own: the mutation of most of these tests. */
    private static final Threads OF_THE_CALLER = (task, work) -> work.run();

    private static final ThreadLocal<Connection> TRANSACTION = new ThreadLocal<>();
    private static final InheritableThreadLocal<DataSource> TENANT = new InheritableThreadLocal<>();
    private static final InheritableThreadLocal<String> INHERITABLE = new InheritableThreadLocal<>();

    private final List<HikariDataSource> pools = new ArrayList<>();
    private final HikariDataSource pool = newPool();

    private HikariDataSource newPool() {
        HikariDataSource made = TestDatabase.h2().withSchema().pool(4);
        pools.add(made);
        return made;
    }

    @AfterEach
    void close() {
        pools.forEach(HikariDataSource::close);
    }

    /** A data source that asks each time where to get a connection. */
    private static DataSource from(Supplier<Object> source) {
        return (DataSource) Proxy.newProxyInstance(
                CallerContextTest.class.getClassLoader(), new Class<?>[] {DataSource.class}, (p, method, args) -> {
                    Object found = source.get();
                    return found instanceof DataSource dataSource ? dataSource.getConnection() : found;
                });
    }

    /** A connection that is closed by its transaction only, as a transaction manager hands it out. */
    private static Connection keptOpen(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                CallerContextTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (p, method, args) -> {
                    // "commit" does nothing either: the transaction ends when its owner says so
                    return List.of("close", "commit", "setAutoCommit").contains(method.getName())
                            ? null
                            : method.invoke(connection, args);
                });
    }

    private long rowsAfterARollBack(Threads threads) throws SQLException {
        DataSource transactional = from(() -> {
            Connection bound = TRANSACTION.get();
            return bound != null ? keptOpen(bound) : pool;
        });
        TestProcess process = new TestProcess(transactional, builder -> builder.threads(threads));
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            TRANSACTION.set(connection);
            process.acquire();
            connection.rollback();
            connection.setAutoCommit(true);
        } finally {
            TRANSACTION.remove();
        }
        return process.registry.workers().size();
    }

    @Test
    void anAcquisitionOutlivesTheTransactionOfTheCaller() throws SQLException {
        assertThat(rowsAfterARollBack(Threads.own("test"))).isOne();
    }

    @Test
    void inTheThreadOfTheCallerItWouldNot() throws SQLException {
        assertThat(rowsAfterARollBack(OF_THE_CALLER)).isZero();
    }

    /** Two processes, each with a tenant in the thread that acquires, and none in that of the heartbeat. */
    private Set<Long> workerIdsOfTwoTenants(Threads threads) {
        DataSource routing = from(() -> TENANT.get() != null ? TENANT.get() : pool);
        Set<Long> workerIds = ConcurrentHashMap.newKeySet();
        for (DataSource one : List.of(newPool(), newPool())) {
            TestProcess process = new TestProcess(
                    routing, builder -> builder.workerIds(0, 1).anyDatabase().threads(threads));
            TENANT.set(one);
            workerIds.add(process.acquire().claim().workerId());
            TENANT.remove();
        }
        return workerIds;
    }

    @Test
    void tenantsShareOneTableSoThatTheyHaveDifferentWorkerIds() {
        assertThat(workerIdsOfTwoTenants(Threads.own("test"))).hasSize(2);
        assertThat(TestDatabase.execute(pool, "UPDATE snowkey_worker SET issued = 0"))
                .as("all in the database that a thread without a tenant leads to")
                .isEqualTo(2);
    }

    @Test
    void inTheThreadsOfTheCallersEachTenantWouldHandOutTheSameOnes() {
        workerIdsOfTwoTenants(OF_THE_CALLER);
        assertThat(TestDatabase.execute(pool, "UPDATE snowkey_worker SET issued = 0"))
                .isZero();
    }

    @Test
    @Timeout(600)
    void noThreadOfTheRegistryInheritsAnythingFromTheCaller() throws Exception {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        DataSource watched = from(() -> {
            Thread me = Thread.currentThread();
            seen.add(me.getName().replaceFirst("-default$", "") + " " + me.isDaemon() + " " + INHERITABLE.get() + " "
                    + (me.getContextClassLoader() == JdbcWorkerRegistry.class.getClassLoader()));
            return pool;
        });
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        INHERITABLE.set("of the caller");
        try (URLClassLoader application = new URLClassLoader(new URL[0], before);
                JdbcWorkerRegistry registry = JdbcWorkerRegistry.builder(watched)
                        .heartbeat(Duration.ofSeconds(2))
                        .build()) {
            Thread.currentThread().setContextClassLoader(application);
            WorkerLease lease = registry.acquire();
            registry.workers();
            while (!seen.contains("snowkey-heartbeat true null true")) {
                Thread.sleep(5);
            }
            lease.close();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
            INHERITABLE.remove();
        }
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        "snowkey-acquire true null true",
                        "snowkey-status true null true",
                        "snowkey-heartbeat true null true",
                        "snowkey-release true null true");
    }

    /** The pool itself would wait for an hour. */
    @Test
    @Timeout(600)
    void aPoolWithNoRoomForOneMoreIsSaidAndNotWaitedFor() throws SQLException {
        try (HikariDataSource single = TestDatabase.h2().withSchema().pool(1, config -> {
                    config.setConnectionTimeout(3_600_000);
                });
                JdbcWorkerRegistry registry = JdbcWorkerRegistry.builder(single)
                        .heartbeat(Duration.ofSeconds(2))
                        .build()) {
            try (Connection ofTheApplication = single.getConnection()) {
                WorkerRegistryException refused =
                        catchThrowableOfType(WorkerRegistryException.class, registry::acquire);
                assertThat(refused.reason()).isEqualTo(Reason.POOL_EXHAUSTED);
                assertThat(refused)
                        .hasMessage(
                                "The DataSource gave no connection within 2 s. The registry needs one connection for a"
                                        + " moment, beside those that the application holds: let the pool have one more,"
                                        + " or let the application hold fewer at a time.");
                assertThat(catchThrowableOfType(WorkerRegistryException.class, registry::workers)
                                .reason())
                        .isEqualTo(Reason.POOL_EXHAUSTED);
                assertThat(ofTheApplication.isValid(1)).isTrue();
            }
            assertThat(registry.acquire().claim()).as("once there is room").isNotNull();
        }
    }

    @Test
    @Timeout(600)
    void anInterruptedCallerStopsWaitingAndLeavesNothingBehind() throws Exception {
        TestProcess first = new TestProcess(pool, builder -> builder.workerIds(3, 3));
        WorkerLease held = first.acquire();
        try (JdbcWorkerRegistry registry = JdbcWorkerRegistry.builder(pool)
                .workerIds(3, 3)
                .maxWait(Duration.ofHours(1))
                .build()) {
            List<Object> outcome = new ArrayList<>();
            Thread caller = new Thread(() -> {
                outcome.add(catchThrowableOfType(WorkerRegistryException.class, registry::acquire)
                        .reason());
                outcome.add(Thread.currentThread().isInterrupted());
            });
            caller.start();
            while (caller.getState() != Thread.State.TIMED_WAITING) {
                Thread.sleep(1);
            }
            caller.interrupt();
            caller.join();
            assertThat(outcome).containsExactly(Reason.INTERRUPTED, true);
        }
        held.close();
        assertThat(first.row(3).generation()).as("acquired once, by the first").isOne();
    }

    private DataSource inTurn(DataSource one, DataSource other) {
        AtomicInteger turn = new AtomicInteger();
        return from(() -> turn.getAndIncrement() % 2 == 0 ? one : other);
    }

    /** Each of two databases knows the namespace, and a data source leads to one and the other in turn. */
    private List<DataSource> twoHomes() {
        List<DataSource> two = List.of(newPool(), newPool());
        for (DataSource one : two) {
            TestProcess founder = new TestProcess(one, builder -> builder);
            founder.acquire().close();
            // Founded at different milliseconds, as by different people.
            TestDatabase.execute(
                    one, "UPDATE snowkey_namespace SET created_at_ms = created_at_ms - " + two.indexOf(one));
        }
        return two;
    }

    @Test
    void aDataSourceThatLeadsToAnotherDatabaseIsRefused() {
        List<DataSource> two = twoHomes();
        AtomicInteger which = new AtomicInteger();
        TestProcess process = new TestProcess(from(() -> two.get(which.get())), builder -> builder.workerIds(5, 9));
        process.clock.move(Duration.ofMillis(5));
        WorkerLease lease = process.acquire();
        long workerId = lease.claim().workerId();

        which.set(1);
        process.heartbeats.beat();

        assertThat(lease.renewalFailure())
                .isInstanceOfSatisfying(WorkerRegistryException.class, e -> assertThat(e.reason())
                        .isEqualTo(Reason.OTHER_DATABASE))
                .hasMessageContaining("leads to two databases");
        assertThat(lease.claim().isSealed()).as("goes on, up to its end").isFalse();
        assertThat(lease.claim().workerId()).isEqualTo(workerId);
        assertThat(catchThrowableOfType(WorkerRegistryException.class, process::acquire)
                        .reason())
                .isEqualTo(Reason.OTHER_DATABASE);

        which.set(0);
        process.heartbeats.beat();
        assertThat(lease.renewalFailure()).isNull();
    }

    @Test
    void unnoticedTwoProcessesWouldHaveTheSameWorkerId() {
        List<DataSource> two = twoHomes();
        Set<Long> workerIds = ConcurrentHashMap.newKeySet();
        for (DataSource one : two) {
            AtomicInteger asked = new AtomicInteger();
            DataSource other = two.get(1 - two.indexOf(one));
            TestProcess process = new TestProcess(
                    from(() -> asked.getAndIncrement() < 1 ? other : one),
                    builder -> builder.workerIds(5, 5).anyDatabase());
            process.clock.move(Duration.ofMillis(5));
            workerIds.add(process.acquire().claim().workerId());
        }
        assertThat(workerIds).as("both hold it at the same time").containsExactly(5L);
    }

    @Test
    void anotherUrlOfTheSameDatabaseIsNoOtherDatabase() {
        TestDatabase database = TestDatabase.postgres().withSchema();
        try (HikariDataSource one = database.pool(1);
                HikariDataSource other = new TestDatabase(
                                database.platform(),
                                database.url().replace("localhost", "127.0.0.1"),
                                database.username(),
                                database.password())
                        .pool(1)) {
            assertThat(other.getJdbcUrl()).isNotEqualTo(one.getJdbcUrl());
            TestProcess process = new TestProcess(inTurn(one, other), builder -> builder);
            WorkerLease lease = process.acquire();
            process.heartbeats.beat();
            process.heartbeats.beat();
            assertThat(lease.renewalFailure()).isNull();
            lease.close();
        }
    }
}

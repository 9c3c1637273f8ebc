// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import io.snowkey.SnowflakeLayout;
import io.snowkey.SnowkeyException;
import io.snowkey.registry.TestDatabase;
import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A worker id that a unit leases over its own connections, because its settings say so. */
class LeasedWorkerIdTest {

    private static final String HELD = "SELECT count(*) FROM snowkey_worker WHERE holder IS NOT NULL";
    private static final String RELEASED = "SELECT count(*) FROM snowkey_worker WHERE holder IS NULL";

    @ParameterizedTest
    @EnumSource
    void everyFactoryHasAnotherOneAndGivesItBackWhenItCloses(Database kind) {
        TestDatabase database = kind.create().withSchema();
        try (SessionFactory one = leased(database).open(Thing.class);
                SessionFactory two =
                        leased(database).set("hibernate.hbm2ddl.auto", "none").open(Thing.class)) {
            long workerOfOne = workerOfANewKey(one);
            assertThat(workerOfANewKey(two)).isNotEqualTo(workerOfOne);
            assertThat(workerOfANewKey(one)).isEqualTo(workerOfOne);
            assertThat(Database.rows(database, HELD)).containsExactly("2");
        }
        assertThat(Database.rows(database, HELD)).containsExactly("0");
        assertThat(Database.rows(database, RELEASED)).containsExactly("2");
    }

    @Test
    void nothingIsAcquiredBeforeTheFirstKey() {
        TestDatabase database = TestDatabase.h2().withSchema();
        leased(database).open(Thing.class).close();

        assertThat(Database.rows(database, "SELECT * FROM snowkey_worker")).isEmpty();
    }

    @Test
    void itIsGivenBackWhenTheBootstrapFailsAfterAKey() {
        TestDatabase database = TestDatabase.h2().withSchema();
        SessionFactoryObserver storesAndFails = new SessionFactoryObserver() {
            @Override
            public void sessionFactoryCreated(SessionFactory factory) {
                workerOfANewKey(factory);
                assertThat(Database.rows(database, HELD)).containsExactly("1");
                throw new IllegalStateException("and yet it does not start");
            }
        };
        assertThatThrownBy(() -> leased(database).observedBy(storesAndFails).open(Thing.class))
                .hasStackTraceContaining("and yet it does not start");

        assertThat(Database.rows(database, RELEASED)).containsExactly("1");
    }

    @Test
    void factoriesShareTheLeaseUntilTheLastOneCloses() {
        TestDatabase database = TestDatabase.h2().withSchema();
        leased(database)
                .openTwice(
                        (one, two) -> {
                            long worker = workerOfANewKey(one);
                            one.close();
                            assertThat(workerOfANewKey(two)).isEqualTo(worker);
                            two.close();
                            assertThat(Database.rows(database, RELEASED)).containsExactly("1");
                        },
                        Thing.class);
    }

    @Test
    void aFactoryAfterTheLastOneLeasesAnew() {
        TestDatabase database = TestDatabase.h2().withSchema();
        leased(database)
                .openOneAfterTheOther(
                        factory -> {
                            workerOfANewKey(factory);
                            assertThat(Database.rows(database, HELD)).containsExactly("1");
                        },
                        Thing.class);
        assertThat(Database.rows(database, RELEASED)).containsExactly("1");
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL"})
    void theTransactionOfTheApplicationHasNoPartInIt(Database kind) {
        TestDatabase database = kind.create().withSchema();
        TrackedConnections connections = new TrackedConnections(database);
        try (SessionFactory factory = over(connections, database).open(Thing.class, Plain.class)) {
            Thing lost = new Thing();
            assertThatThrownBy(() -> factory.inTransaction(session -> {
                        session.persist(new Plain());
                        session.flush();
                        session.persist(lost);
                        throw new IllegalStateException("rolled back");
                    }))
                    .hasMessage("rolled back");

            assertThat(Database.rows(database, HELD)).containsExactly("1");
            assertThat(workerOfANewKey(factory)).isEqualTo(worker(lost));
            assertThat(Database.rows(database, "SELECT * FROM Plain")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL"})
    void keysCostNoStatementsAndHoldNoConnection(Database kind) {
        TestDatabase database = kind.create().withSchema();
        TrackedConnections connections = new TrackedConnections(database);
        try (SessionFactory factory = over(connections, database).open(Thing.class)) {
            newKey(factory);
            int statements = connections.statements();
            assertThat(connections.lent()).isZero();
            assertThat(statements).isPositive();

            for (int i = 0; i < 10_000; i++) {
                newKey(factory);
            }
            assertThat(connections.statements()).isEqualTo(statements);
        }
        assertThat(connections.lent()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL"})
    void keysGoOnInAnOutageAndTheLeaseIsRenewedAfterIt(Database kind) {
        TestDatabase database = kind.create().withSchema();
        TrackedConnections connections = new TrackedConnections(database);
        try (SessionFactory factory = over(connections, database)
                .set(SnowkeySettings.HEARTBEAT, "PT1S")
                .open(Thing.class)) {
            Thing before = leasedAtLast(factory);
            int opened = connections.opened();
            await(() -> connections.opened() > opened + 1);

            connections.setDown(true);
            String heartbeat = heartbeat(database);
            assertThatThrownBy(() -> workerOfANewKey(factory)).hasStackTraceContaining("the network is down");
            assertThat(worker(newKey(factory))).isEqualTo(worker(before));

            connections.setDown(false);
            await(() -> !heartbeat(database).equals(heartbeat));
            assertThat(workerOfANewKey(factory)).isEqualTo(worker(before));
        }
    }

    @Test
    void everySettingReachesTheRegistry() {
        TestDatabase database = TestDatabase.h2();
        Database.execute(database, List.of("CREATE SCHEMA ops"));
        Unit unit = leased(database)
                .set("snowkey.namespace", "shop")
                .set("snowkey.worker-ids", "70 - 70")
                .set("snowkey.instance", "shop-0")
                .set("snowkey.application", "shop-backend")
                .set("snowkey.registry.schema", "ops")
                .set("snowkey.registry.table-prefix", "leases_")
                .set("snowkey.registry.ttl", Duration.ofSeconds(40))
                .set("snowkey.registry.heartbeat", "PT20S")
                .set("snowkey.registry.reservation", "30m")
                .set("snowkey.registry.max-clock-skew", "PT1S")
                .set("snowkey.registry.max-wait", "1000ms")
                .set("snowkey.registry.holder-retention", "PT1H")
                .set("snowkey.registry.close-timeout", "PT1S")
                .set("snowkey.registry.quiet-after", "PT1H")
                .set("snowkey.registry.claim-wait", "PT1S")
                .set("snowkey.registry.hibernate", "true")
                .set("snowkey.bits.worker", "8");
        try (SessionFactory factory = unit.open(Thing.class)) {
            Thing thing = new Thing();
            factory.inTransaction(session -> session.persist(thing));

            SnowflakeLayout layout = SnowflakeLayout.builder().workerBits(8).build();
            assertThat(layout.decode(thing.id).workerId()).isEqualTo(70);
            assertThat(Database.rows(
                            database,
                            "SELECT namespace, instance, application, expires_at_ms - heartbeat_at_ms,"
                                    + " (reserved_until_ms - acquired_at_ms + 30000) / 60000 FROM ops.leases_worker"))
                    .containsExactly("shop shop-0 shop-backend 40000 30");
        }
    }

    private static String heartbeat(TestDatabase database) {
        return Database.rows(database, "SELECT heartbeat_at_ms FROM snowkey_worker")
                .get(0);
    }

    /** The database has to answer within a heartbeat, and has many chances to: a machine may be slow. */
    private static Thing leasedAtLast(SessionFactory factory) {
        List<Thing> leased = new ArrayList<>();
        await(() -> {
            try {
                leased.add(newKey(factory));
            } catch (RuntimeException late) {
                if (!(late instanceof SnowkeyException) && !(late.getCause() instanceof SnowkeyException)) {
                    throw late;
                }
            }
            return !leased.isEmpty();
        });
        return leased.get(0);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + 600_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("end of patience").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static Unit leased(TestDatabase database) {
        return new Unit().on(database).set(SnowkeySettings.WORKER_ID, "leased").set("hibernate.hbm2ddl.auto", "update");
    }

    private static Unit over(TrackedConnections connections, TestDatabase database) {
        return leased(database).set("hibernate.connection.provider_class", connections);
    }

    /** A key that is never stored: so that nothing but the key is asked for. */
    private static Thing newKey(SessionFactory factory) {
        Thing thing = new Thing();
        factory.inSession(session -> session.persist(thing));
        return thing;
    }

    private static long workerOfANewKey(SessionFactory factory) {
        Thing thing = new Thing();
        factory.inTransaction(session -> session.persist(thing));
        return worker(thing);
    }

    private static long worker(Thing thing) {
        return SnowflakeLayout.DEFAULT.decode(thing.id).workerId();
    }

    @Entity(name = "Thing")
    static class Thing {
        @Id
        @SnowflakeId
        long id;
    }

    @Entity(name = "Plain")
    static class Plain {
        @Id
        long id = 5;
    }
}

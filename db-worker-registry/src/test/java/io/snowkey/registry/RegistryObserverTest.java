// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.WorkerLease;
import io.snowkey.registry.RecordingObserver.Call;
import io.snowkey.registry.WorkerRegistryException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What an observer hears, and that it cannot do harm. */
final class RegistryObserverTest {

    private final HikariDataSource pool = TestDatabase.h2().withSchema().pool(2);
    private final RecordingObserver observer = new RecordingObserver();
    private final List<TestProcess> processes = new ArrayList<>();

    @AfterEach
    void close() {
        processes.forEach(TestProcess::close);
        pool.close();
    }

    private TestProcess process(RegistryObserver observer, long first, long last) {
        TestProcess process =
                new TestProcess(pool, builder -> builder.workerIds(first, last).observer(observer));
        processes.add(process);
        return process;
    }

    private static Call call(String name, long workerId, long generation) {
        return Call.of(name).worker(workerId, generation);
    }

    @Test
    void hearsOfAcquisitionHeartbeatAndRelease() {
        TestProcess process = process(observer, 7, 7);
        WorkerLease lease = process.acquire();
        assertThat(observer.newCalls()).containsExactly(call("acquired", 7, 1));

        process.clock.move(Duration.ofSeconds(3));
        long beat = Elapsed.millis(process.heartbeats::beat);
        assertThat(observer.newCalls()).singleElement().satisfies(call -> {
            assertThat(call).isEqualTo(call("heartbeatRenewed", 7, -1).skew(call.clockSkew()));
            assertThat(call.clockSkew().toMillis()).isBetween(2_900 - beat, 3_100 + beat);
        });

        lease.close();
        lease.close();
        assertThat(observer.newCalls()).containsExactly(call("released", 7, 1));
        assertThat(observer.times()).hasSize(2).allSatisfy(took -> assertThat(took)
                .isPositive());
    }

    @Test
    void hearsOfHeartbeatsThatFailAndOfTheOneThatGetsThroughAgain() {
        TestProcess process = process(observer, 7, 7);
        WorkerLease lease = process.acquire();
        process.network.set(Outage.Mode.NO_CONNECTION);
        observer.newCalls();
        process.heartbeats.beat();
        process.heartbeats.beat();
        process.network.set(Outage.Mode.NONE);
        process.heartbeats.beat();
        List<Call> told = observer.newCalls();
        assertThat(told)
                .extracting(Call::name)
                .containsExactly("heartbeatFailed", "heartbeatFailed", "heartbeatRenewed");
        assertThat(told.get(0).workerId()).isEqualTo(7);
        assertThat(told.get(0).failure()).contains("Connection refused (by the test)");

        process.network.set(Outage.Mode.NO_CONNECTION);
        lease.close();
        assertThat(observer.newCalls())
                .as("not released as far as anybody knows")
                .isEmpty();
    }

    @Test
    void hearsOfALostLeaseAndOfEveryTryToReplaceIt() {
        TestProcess process = process(observer, 7, 7);
        process.acquire();
        TestDatabase.execute(pool, "UPDATE snowkey_worker SET generation = 5, holder = 'somebody else'");
        observer.newCalls();
        process.heartbeats.beat();
        process.heartbeats.beat();
        TestDatabase.execute(
                pool,
                "UPDATE snowkey_worker SET expires_at_ms = 0, reserved_until_ms = "
                        + process.clock.instant().toEpochMilli());
        process.heartbeats.beat();
        List<Call> told = observer.newCalls();
        assertThat(told)
                .extracting(Call::name)
                .containsExactly("leaseLost", "acquisitionFailed", "acquisitionFailed", "acquired");
        assertThat(told.get(0)).isEqualTo(call("leaseLost", 7, 1));
        assertThat(told.get(1).failure()).contains("No worker id is free");
        assertThat(told.get(3)).isEqualTo(call("acquired", 7, 6));
    }

    @Test
    void hearsHowFarTheClocksDifferWhenThatIsWhyItWasRefused() {
        TestProcess process = process(observer, 0, 1);
        process.acquire();
        observer.newCalls();
        process.clock.move(Duration.ofDays(1));
        process.heartbeats.beat();
        assertThatThrownBy(process::acquire).isInstanceOf(WorkerRegistryException.class);
        List<Call> told = observer.newCalls();
        assertThat(told)
                .extracting(Call::name)
                .containsExactly("clockTooFarOff", "heartbeatFailed", "clockTooFarOff", "acquisitionFailed");
        assertThat(List.of(told.get(0), told.get(2))).allSatisfy(call -> assertThat(call.clockSkew())
                .isBetween(
                        Duration.ofHours(24).minusSeconds(1),
                        Duration.ofHours(24).plusSeconds(1)));
    }

    @Test
    void hearsThatThereWasNoDatabaseToBeginWith() {
        TestProcess process = process(observer, 0, 1);
        process.network.set(Outage.Mode.NO_CONNECTION);
        assertThatThrownBy(process::acquire).isInstanceOf(WorkerRegistryException.class);
        assertThat(observer.newCalls()).extracting(Call::name).containsExactly("acquisitionFailed");
    }

    /** Throws from every call, an exception and an error in turn. */
    private static RegistryObserver throwing(List<String> heard) {
        return (RegistryObserver) Proxy.newProxyInstance(
                RegistryObserver.class.getClassLoader(), new Class<?>[] {RegistryObserver.class}, (p, method, args) -> {
                    heard.add(method.getName());
                    throw heard.size() % 2 == 0
                            ? new IllegalStateException(method.getName())
                            : new AssertionError(method.getName());
                });
    }

    @Test
    void anObserverThatThrowsHarmsNoLease() {
        List<String> heard = new ArrayList<>();
        TestProcess process = process(throwing(heard), 7, 7);
        WorkerLease lease = process.acquire();
        SnowflakeGenerator ids = process.generator(lease);
        long until = lease.claim().untilMillis();
        process.clock.move(Duration.ofSeconds(3));
        process.heartbeats.beat();
        assertThat(lease.claim().untilMillis()).isGreaterThanOrEqualTo(until + 3_000);
        assertThat(lease.renewalFailure()).isNull();

        process.clock.move(Duration.ofDays(1));
        process.heartbeats.beat();
        process.clock.move(Duration.ofDays(-1));
        TestDatabase.execute(pool, "UPDATE snowkey_worker SET generation = 5");
        process.heartbeats.beat();
        TestDatabase.execute(pool, "UPDATE snowkey_worker SET expires_at_ms = 0, reserved_until_ms = 0");
        process.heartbeats.beat();
        assertThat(ids.nextId()).isPositive();
        TestDatabase.execute(pool, "DELETE FROM snowkey_holder");
        TestDatabase.execute(pool, "DELETE FROM snowkey_worker");
        process.heartbeats.beat();
        lease.close();
        assertThat(process.row(7).holder()).isNull();
        assertThat(heard)
                .containsExactly(
                        "acquired",
                        "heartbeatRenewed",
                        "workerIdsCounted",
                        "clockTooFarOff",
                        "heartbeatFailed",
                        "leaseLost",
                        "workerIdsCounted",
                        "acquisitionFailed",
                        "acquired",
                        "databaseWentBack",
                        "heartbeatRenewed",
                        "released");
        assertThat(Stream.of(RegistryObserver.class.getMethods()).map(method -> method.getName()))
                .as("every call there is")
                .containsExactlyInAnyOrderElementsOf(new TreeSet<>(heard));
    }

    /** The counter-example: unshielded, the same observer costs a worker id that nobody renews or releases. */
    @Test
    void withoutItsShieldItWould() {
        Settings settings = ContractPart.settings(7, 7, Duration.ofSeconds(10));
        Acquisition acquisition = new Acquisition(
                new WorkerTable(Sql.of(pool, 10_000), new H2(), settings),
                settings,
                Time.system(new SettableClock()),
                new Random(1),
                until -> "token",
                throwing(new ArrayList<>()));
        assertThatThrownBy(() -> JdbcWorkerLease.acquire(acquisition, 0, TestLeaseServices.inThisThread()))
                .isInstanceOf(AssertionError.class);
        assertThat(process(observer, 7, 7).row(7).state()).isEqualTo(WorkerStatus.State.ACTIVE);
    }

    @Test
    void mayCloseTheLeaseInTheCall() {
        AtomicReference<WorkerLease> lease = new AtomicReference<>();
        List<String> heard = new ArrayList<>();
        TestProcess process = process(
                new RegistryObserver() {
                    @Override
                    public void leaseLost(long workerId, long generation) {
                        lease.get().close();
                        heard.add("lost");
                    }

                    @Override
                    public void acquired(long workerId, long generation, Duration took) {
                        heard.add("acquired");
                    }
                },
                7,
                9);
        lease.set(process.acquire());
        TestDatabase.execute(pool, "UPDATE snowkey_worker SET generation = 5");
        process.heartbeats.beat();
        process.heartbeats.beat();
        assertThat(heard).as("a closed lease is not replaced").containsExactly("acquired", "lost");
        assertThat(lease.get().claim().isSealed()).isTrue();
    }

    @Test
    void hearsOfARegistryThatIsClosedWhileItAcquires() {
        AtomicReference<JdbcWorkerRegistry> registry = new AtomicReference<>();
        TestProcess process = process(
                new RegistryObserver() {
                    @Override
                    public void acquired(long workerId, long generation, Duration took) {
                        registry.get().close();
                    }
                },
                7,
                7);
        registry.set(process.registry);
        assertThatThrownBy(process::acquire)
                .isInstanceOfSatisfying(WorkerRegistryException.class, e -> assertThat(e.reason())
                        .isEqualTo(Reason.CLOSED));
        assertThat(process.row(7).holder()).isNull();
    }
}

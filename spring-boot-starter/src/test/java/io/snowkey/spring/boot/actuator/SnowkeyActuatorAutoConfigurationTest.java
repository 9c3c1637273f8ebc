// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.actuator;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.snowkey.Claim;
import io.snowkey.ClaimGrant;
import io.snowkey.ClockPolicy;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import io.snowkey.registry.RegistryObserver;
import io.snowkey.spring.boot.Contexts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.within;

class SnowkeyActuatorAutoConfigurationTest {

    private static final String HEALTH = "snowkeyHealthIndicator";

    private final ApplicationContextRunner contexts =
            Contexts.jdbc().withConfiguration(AutoConfigurations.of(SnowkeyActuatorAutoConfiguration.class));

    @Test
    void hasMetersAndHealthAndWhereExposedTheEndpoint() {
        contexts.run(context ->
                assertThat(context).hasBean("snowkeyMeters").hasBean(HEALTH).doesNotHaveBean(SnowkeyEndpoint.class));
        contexts.withPropertyValues("management.endpoints.web.exposure.include=snowkey")
                .run(context -> assertThat(context).hasSingleBean(SnowkeyEndpoint.class));
    }

    @Test
    void showsEachOfSeveralGeneratorsUnderTheNameOfItsBean() {
        Contexts.bare()
                .withConfiguration(AutoConfigurations.of(SnowkeyActuatorAutoConfiguration.class))
                .withBean("orderIds", SnowflakeGenerator.class, () -> withWorkerId(1))
                .withBean("invoiceIds", SnowflakeGenerator.class, () -> withWorkerId(2))
                .run(context -> assertThat(LeaseHealth.of(
                                        context.getBean(LeaseStates.class).all())
                                .details())
                        .containsOnlyKeys("orderIds", "invoiceIds"));
    }

    private static SnowflakeGenerator withWorkerId(long workerId) {
        return SnowflakeGenerator.builder().workerId(workerId).build();
    }

    @Test
    void showsInTheHealthThatTheDatabaseLostACommit() {
        contexts.run(context -> {
            LeaseStates leases = context.getBean(LeaseStates.class);
            assertThat(LeaseHealth.of(leases.all()).details()).doesNotContainKey("regression");
            RegistryObserver observer = context.getBean("snowkeyDatabaseRegressions", RegistryObserver.class);
            observer.databaseWentBack(3, 2, Instant.EPOCH, Instant.EPOCH.plusSeconds(1));
            assertThat(LeaseHealth.of(leases.all()).details().get("regression"))
                    .asString()
                    .contains("ids of worker 3", "1970-01-01T00:00:00Z to 1970-01-01T00:00:01Z");
        });
    }

    @Test
    void doesWithoutMicrometer() {
        contexts.withClassLoader(new FilteredClassLoader(MeterRegistry.class, MeterBinder.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("snowkeyMeters"));
    }

    @Test
    void doesWithoutActuatorAndHealth() {
        contexts.withClassLoader(new FilteredClassLoader(
                        "org.springframework.boot.actuate.endpoint",
                        "org.springframework.boot.actuate.health",
                        "org.springframework.boot.health.contributor"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasBean("snowkeyMeters")
                        .doesNotHaveBean(HEALTH));
    }

    @Test
    void hasNoHealthWhereThatIsDisabled() {
        contexts.withPropertyValues("management.health.snowkey.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HEALTH));
        contexts.withPropertyValues("management.health.defaults.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HEALTH));
        contexts.withPropertyValues(
                        "management.health.defaults.enabled=false", "management.health.snowkey.enabled=true")
                .run(context -> assertThat(context).hasBean(HEALTH));
    }

    @Test
    void backsOffFromBeansOfTheApplication() {
        contexts.withPropertyValues("management.endpoints.web.exposure.include=snowkey")
                .withBean("snowkeyMeters", MeterBinder.class, () -> registry -> {})
                .withBean("snowkeyLeaseMeters", String.class, () -> "mine")
                .withBean("snowkeyEndpoint", String.class, () -> "mine")
                .withBean(HEALTH, String.class, () -> "mine")
                .run(context -> {
                    assertThat(context)
                            .doesNotHaveBean(LeaseMeters.class)
                            .doesNotHaveBean(LeaseMeters.class)
                            .doesNotHaveBean(SnowkeyEndpoint.class);
                    assertThat(context.getBean(HEALTH)).isEqualTo("mine");
                });
    }

    @Test
    void showsAFixedWorkerIdAsALeaseUntilTheLayoutEnds() {
        Contexts.bare()
                .withConfiguration(AutoConfigurations.of(SnowkeyActuatorAutoConfiguration.class))
                .withPropertyValues("snowkey.worker-id=7", "management.endpoints.web.exposure.include=snowkey")
                .run(context -> {
                    MeterRegistry meters = new SimpleMeterRegistry();
                    context.getBean("snowkeyMeters", MeterBinder.class).bindTo(meters);
                    assertThat(meters.get("snowkey.worker.id").gauge().value()).isEqualTo(7);
                    assertThat(meters.get("snowkey.claim.left").timeGauge().value())
                            .isCloseTo(
                                    meters.get("snowkey.layout.left")
                                            .timeGauge()
                                            .value(),
                                    within(60.0));
                    LeaseHealth health =
                            LeaseHealth.of(context.getBean(LeaseStates.class).all());
                    assertThat(health.status()).isEqualTo("UP");
                    assertThat(health.details()).containsEntry("claimUntil", "2094-09-07T15:47:35.552Z");
                    assertThat(context).hasBean(HEALTH);
                    assertThat(context.getBean(SnowkeyEndpoint.class).overview().workers())
                            .isEmpty();
                });
    }

    @Test
    void isDownOnceTheClaimHasEndedAndUpAgainOnceItIsExtended() {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        AtomicReference<Instant> now = new AtomicReference<>(start);
        ClaimGrant grant = ClaimGrant.of(
                SnowflakeLayout.DEFAULT,
                7,
                start.toEpochMilli(),
                start.plusSeconds(60).toEpochMilli());
        WorkerLease held = new FailingLease(grant.claim(), new IllegalStateException("no route"));
        SnowflakeGenerator ids =
                SnowflakeGenerator.builder().lease(held).clock(now::get).build();
        LeaseState state = new LeaseState(ids, held, now::get);

        LeaseHealth up = LeaseHealth.of(state);
        assertThat(up.status()).isEqualTo("UP");
        assertThat(up.details()).containsEntry("trouble", "no route").containsEntry("workerId", 7L);
        assertThat(state.left()).isEqualTo(Duration.ofSeconds(60));

        now.set(start.plusSeconds(60));
        assertThat(LeaseHealth.of(state).status()).isEqualTo("DOWN");
        assertThat(LeaseHealth.of(state).details())
                .doesNotContainKey("workerId")
                .containsEntry("lastWorkerId", 7L)
                .containsEntry("lease", "no worker id is held at present");
        assertThat(state.left()).isZero();

        grant.extendTo(start.plusSeconds(120).toEpochMilli());
        assertThat(LeaseHealth.of(state).status()).isEqualTo("UP");

        grant.seal();
        assertThat(LeaseHealth.of(state).status()).isEqualTo("DOWN");
        assertThat(LeaseHealth.of(state).details())
                .doesNotContainKey("workerId")
                .doesNotContainKey("claimUntil")
                .containsEntry("trouble", "no route");
        SnowkeyEndpoint.LeaseView lease =
                new SnowkeyEndpoint(ids, state, null).overview().lease();
        assertThat(lease.workerId()).isNull();
        assertThat(lease.issuing()).isFalse();
        assertThat(lease.trouble()).isEqualTo("no route");
    }

    /** Every id fails, though the claim has minutes left. */
    @Test
    void isDownWhileTheClockIsBehindTheIds() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        SnowflakeGenerator ids = SnowflakeGenerator.builder()
                .workerId(7)
                .clock(now::get)
                .clockPolicy(ClockPolicy.REFUSE)
                .build();
        ids.nextId();
        LeaseState state = new LeaseState(ids, null, now::get);
        assertThat(state.refusal()).isNull();
        now.set(now.get().minus(Duration.ofHours(1)));
        LeaseHealth health = LeaseHealth.of(state);
        assertThat(health.status()).isEqualTo("DOWN");
        assertThat(health.details()).containsKey("refused");
        assertThat(ids.statistics().refusals().values()).allMatch(count -> count == 0); // nobody asked for an id
    }

    @Test
    void isThatOfTheWorstOfSeveral() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        SnowflakeGenerator well = SnowflakeGenerator.builder().workerId(7).build();
        SnowflakeGenerator ill = SnowflakeGenerator.builder()
                .workerId(8)
                .clock(now::get)
                .clockPolicy(ClockPolicy.REFUSE)
                .build();
        ill.nextId();
        now.set(now.get().minus(Duration.ofHours(1)));
        LeaseHealth health = LeaseHealth.of(new TreeMap<>(Map.of(
                "orders", new LeaseState(well, null, now::get), "invoices", new LeaseState(ill, null, now::get))));
        assertThat(health.status()).isEqualTo("DOWN");
        assertThat(health.details()).containsOnlyKeys("orders", "invoices");
        assertThat(health.details().get("invoices")).asString().contains("status=DOWN", "refused=");
    }

    /** A lease that is only acquired with the first id, and cannot be: nothing tries again by itself. */
    @Test
    void isDownOnceALazyLeaseCouldNotBeAcquired() {
        Contexts.jdbc()
                .withConfiguration(AutoConfigurations.of(SnowkeyActuatorAutoConfiguration.class))
                .withPropertyValues(
                        "spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none",
                        "spring.datasource.hikari.connection-timeout=250",
                        "snowkey.registry.acquire=lazy")
                .run(context -> {
                    MeterRegistry meters = new SimpleMeterRegistry();
                    context.getBeansOfType(MeterBinder.class).values().forEach(binder -> binder.bindTo(meters));
                    LeaseStates leases = context.getBean(LeaseStates.class);
                    assertThat(LeaseHealth.of(leases.all()).status()).isEqualTo("UNKNOWN");
                    assertThatException().isThrownBy(context.getBean(SnowflakeGenerator.class)::nextId);
                    LeaseHealth health = LeaseHealth.of(leases.all());
                    assertThat(health.status()).isEqualTo("DOWN");
                    assertThat(health.details().get("refused")).asString().contains("database of the registry failed");
                    assertThat(meters.get("snowkey.lease.failing").gauge().value())
                            .isOne();
                    assertThat(meters.get("snowkey.ids.refusing").gauge().value())
                            .isOne();
                    assertThat(meters.get("snowkey.lease.acquisition")
                                    .tag("outcome", "failure")
                                    .timer()
                                    .count())
                            .isPositive();
                });
    }

    /** A lease of the application may acquire with its first claim: whoever only looks does not ask for one. */
    @Test
    void neverAsksALeaseOfTheApplicationForAClaim() {
        Contexts.bare()
                .withConfiguration(AutoConfigurations.of(SnowkeyActuatorAutoConfiguration.class))
                .withPropertyValues("management.endpoints.web.exposure.include=snowkey")
                .withBean(WorkerLease.class, Untouchable::new)
                .run(context -> {
                    MeterRegistry meters = new SimpleMeterRegistry();
                    context.getBeansOfType(MeterBinder.class).values().forEach(binder -> binder.bindTo(meters));
                    meters.getMeters().forEach(meter -> meter.measure().forEach(measured -> measured.getValue()));
                    assertThat(LeaseHealth.of(context.getBean(LeaseStates.class).all())
                                    .status())
                            .isEqualTo("UNKNOWN");
                    assertThat(context.getBean(SnowkeyEndpoint.class).overview().lease())
                            .isNull();
                    assertThat(context).doesNotHaveBean(LeaseMeters.class);
                });
    }

    private static final class Untouchable implements WorkerLease {

        @Override
        public SnowflakeLayout layout() {
            return SnowflakeLayout.DEFAULT;
        }

        @Override
        public Claim claim() {
            throw new AssertionError("acquires");
        }

        @Override
        public @Nullable Claim heldClaim() {
            return null;
        }

        @Override
        public void close() {}
    }

    private record FailingLease(Claim claim, @Nullable Throwable renewalFailure) implements WorkerLease {

        @Override
        public Claim heldClaim() {
            return claim;
        }

        @Override
        public SnowflakeLayout layout() {
            return SnowflakeLayout.DEFAULT;
        }

        @Override
        public void close() {}
    }
}

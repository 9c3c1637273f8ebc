// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.snowkey.Claim;
import io.snowkey.ClaimGrant;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ActuatorAutoConfigurationTest {

    private static final String HEALTH = "snowkeyHealthIndicator";

    private final ApplicationContextRunner contexts =
            Contexts.jdbc().withConfiguration(AutoConfigurations.of(SnowkeyActuatorAutoConfiguration.class));

    @Test
    void hasMetersAndHealthAndWhereExposedTheEndpoint() {
        contexts.run(context -> assertThat(context)
                .hasSingleBean(SnowkeyMeters.class)
                .hasBean(HEALTH)
                .doesNotHaveBean(SnowkeyEndpoint.class));
        contexts.withPropertyValues("management.endpoints.web.exposure.include=snowkey")
                .run(context -> assertThat(context).hasSingleBean(SnowkeyEndpoint.class));
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
                        .hasSingleBean(SnowkeyMeters.class)
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
                            .doesNotHaveBean(SnowkeyMeters.class)
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
                    context.getBean(SnowkeyMeters.class).bindTo(meters);
                    assertThat(meters.get("snowkey.worker.id").gauge().value()).isEqualTo(7);
                    assertThat(meters.get("snowkey.claim.left").timeGauge().value())
                            .isCloseTo(
                                    meters.get("snowkey.layout.left")
                                            .timeGauge()
                                            .value(),
                                    within(60.0));
                    LeaseState state = new LeaseState(context.getBean(WorkerLease.class), InstantSource.system());
                    assertThat(LeaseHealth.of(state).status()).isEqualTo("UP");
                    assertThat(LeaseHealth.of(state).details()).containsEntry("claimUntil", "2094-09-07T15:47:35.552Z");
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
        LeaseState state =
                new LeaseState(new TroubledLease(grant.claim(), new IllegalStateException("no route")), now::get);

        LeaseHealth up = LeaseHealth.of(state);
        assertThat(up.status()).isEqualTo("UP");
        assertThat(up.details()).containsEntry("trouble", "no route").containsEntry("workerId", 7L);
        assertThat(state.left()).isEqualTo(Duration.ofSeconds(60));

        now.set(start.plusSeconds(60));
        assertThat(LeaseHealth.of(state).status()).isEqualTo("DOWN");
        assertThat(state.left()).isZero();

        grant.extendTo(start.plusSeconds(120).toEpochMilli());
        assertThat(LeaseHealth.of(state).status()).isEqualTo("UP");

        grant.seal();
        assertThat(LeaseHealth.of(state).status()).isEqualTo("DOWN");
    }

    private record TroubledLease(Claim claim, @Nullable Throwable trouble) implements WorkerLease {

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

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.actuator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.snowkey.Claim;
import io.snowkey.ClaimGrant;
import io.snowkey.ClockPolicy;
import io.snowkey.IdRefusedException;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import io.snowkey.registry.RegistryObserver;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MetersTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final LeaseMeters leaseMeters = new LeaseMeters("shop");

    @Test
    void areThoseOfTheList() throws IOException {
        bindAll(START);
        String source = Files.readString(Path.of("src/main/java/io/snowkey/spring/boot/actuator/SnowkeyMeters.java"));
        TreeSet<String> listed = new TreeSet<>();
        Pattern.compile("<tr><td>(snowkey[a-z.]+)</td><td>(\\w+)[^<]*</td><td>([a-z]*)")
                .matcher(source)
                .results()
                .forEach(row -> listed.add(row.group(1) + " " + row.group(2) + " " + row.group(3)));
        TreeSet<String> bound = new TreeSet<>();
        meters.getMeters().forEach(meter -> bound.add(meter.getId().getName() + " " + type(meter) + " " + tag(meter)));
        assertThat(bound).isEqualTo(listed);
        assertThat(listed).hasSize(17);
        assertThat(meters.getMeters())
                .allSatisfy(
                        meter -> assertThat(meter.getId().getTag("namespace")).isEqualTo("shop"));
        assertThat(meters.getMeters())
                .allSatisfy(meter -> assertThat(meter.getId().getDescription()).isNotBlank());
    }

    private static String type(Meter meter) {
        return meter.getId().getType().name().toLowerCase(Locale.ROOT);
    }

    private static String tag(Meter meter) {
        List<Tag> tags = meter.getId().getTags();
        return tags.stream()
                .map(Tag::getKey)
                .filter(key -> !key.equals("namespace"))
                .findFirst()
                .orElse("");
    }

    @Test
    void haveATagForEveryReasonToRefuse() {
        bindAll(START);
        assertThat(meters.get("snowkey.ids.refused").functionCounters())
                .extracting(meter -> meter.getId().getTag("reason"))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(IdRefusedException.Reason.values())
                        .map(reason -> reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .toList());
    }

    @Test
    void countIdsWaitsRefusalsAndSteps() {
        AtomicReference<Instant> now = new AtomicReference<>(START);
        SnowflakeGenerator ids = generator(now::get);
        new SnowkeyMeters("shop", ids, new LeaseState(ids, null, now::get), now::get).bindTo(meters);
        ids.nextId();
        assertThat(count("snowkey.ids.issued")).isEqualTo(1);
        now.set(START.minusSeconds(60));
        assertThatExceptionOfType(IdRefusedException.class).isThrownBy(ids::nextId);
        assertThat(meters.get("snowkey.ids.refused")
                        .tag("reason", "clock-behind")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(count("snowkey.clock.backward.steps")).isEqualTo(1);
        assertThat(seconds("snowkey.clock.backward.max")).isEqualTo(60);
    }

    @Test
    void showHowLongClaimAndLayoutLast() {
        bindAll(START);
        assertThat(seconds("snowkey.claim.left")).isEqualTo(600);
        assertThat(seconds("snowkey.layout.left"))
                .isEqualTo(Duration.between(START, SnowflakeLayout.DEFAULT.exhaustedAt())
                                .toMillis()
                        / 1e3);
        assertThat(meters.get("snowkey.worker.id").gauge().value()).isEqualTo(7);
    }

    @Test
    void tellWhatTheRegistryGoesThrough() {
        bindAll(START);
        assertThat(seconds("snowkey.clock.skew")).isNaN();
        RegistryObserver observer = leaseMeters;
        observer.acquisitionFailed(Duration.ofMillis(3), new IllegalStateException());
        observer.acquired(7, 1, Duration.ofMillis(5));
        observer.heartbeatRenewed(7, Duration.ofMillis(2), Duration.ofMillis(-250));
        observer.heartbeatRenewed(7, Duration.ofMillis(4), Duration.ofMillis(-125));
        observer.heartbeatFailed(7, Duration.ofSeconds(10), null);
        observer.leaseLost(7, 1);
        assertThat(timer("snowkey.lease.acquisition", "failure").count()).isEqualTo(1);
        assertThat(timer("snowkey.lease.acquisition", "success").count()).isEqualTo(1);
        assertThat(timer("snowkey.lease.heartbeat", "success").count()).isEqualTo(2);
        assertThat(timer("snowkey.lease.heartbeat", "success").max(TimeUnit.MILLISECONDS))
                .isEqualTo(4);
        assertThat(timer("snowkey.lease.heartbeat", "failure").count()).isEqualTo(1);
        assertThat(count("snowkey.lease.losses")).isEqualTo(1);
        assertThat(seconds("snowkey.clock.skew")).isEqualTo(-0.125);
        observer.clockTooFarOff(Duration.ofSeconds(77));
        assertThat(seconds("snowkey.clock.skew")).isEqualTo(77);
    }

    @Test
    void sayHowManyWorkerIdsAreFreeForAsLongAsThatIsNews() {
        AtomicLong nanos = new AtomicLong();
        LeaseMeters counting = new LeaseMeters("shop", nanos::get);
        counting.bindTo(meters);
        assertThat(gauge("snowkey.worker.ids.free")).isNaN();
        assertThat(gauge("snowkey.worker.ids.range")).isNaN();
        counting.workerIdsCounted(3, 1024);
        assertThat(gauge("snowkey.worker.ids.free")).isEqualTo(3);
        assertThat(gauge("snowkey.worker.ids.range")).isEqualTo(1024);
        nanos.set(Duration.ofMinutes(15).toNanos());
        assertThat(gauge("snowkey.worker.ids.free")).isEqualTo(3);
        nanos.set(Duration.ofMinutes(16).toNanos());
        assertThat(gauge("snowkey.worker.ids.free")).isNaN();
        counting.workerIdsCounted(0, 1024);
        assertThat(gauge("snowkey.worker.ids.free")).isZero();
    }

    /** Somebody else may have it by then, and two processes that show one worker id look like a duplicate. */
    @Test
    void showNoWorkerIdThatWasLostOrWhoseClaimHasEnded() {
        AtomicReference<Instant> now = new AtomicReference<>(START);
        ClaimGrant grant = ClaimGrant.of(
                SnowflakeLayout.DEFAULT,
                7,
                START.toEpochMilli(),
                START.plusSeconds(600).toEpochMilli());
        SnowflakeGenerator ids = generator(now::get);
        LeaseState state = new LeaseState(ids, new TestLease(grant.claim()), now::get);
        new SnowkeyMeters("shop", ids, state, now::get).bindTo(meters);
        now.set(START.plusSeconds(599));
        assertThat(gauge("snowkey.worker.id")).isEqualTo(7);
        now.set(START.plusSeconds(600));
        assertThat(gauge("snowkey.worker.id")).isNaN();
        assertThat(seconds("snowkey.claim.left")).isZero();
        grant.extendTo(START.plusSeconds(1200).toEpochMilli());
        assertThat(gauge("snowkey.worker.id")).as("renewed").isEqualTo(7);
        grant.seal();
        assertThat(gauge("snowkey.worker.id")).as("lost").isNaN();
        assertThat(seconds("snowkey.claim.left")).isZero();
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    @Test
    void rememberWhatHappenedBeforeTheyWereBound() {
        leaseMeters.acquired(7, 1, Duration.ofMillis(5));
        leaseMeters.leaseLost(7, 1);
        CompositeMeterRegistry later = new CompositeMeterRegistry();
        later.add(meters);
        leaseMeters.bindTo(later);
        assertThat(timer("snowkey.lease.acquisition", "success").count()).isEqualTo(1);
        assertThat(count("snowkey.lease.losses")).isEqualTo(1);
        leaseMeters.acquired(8, 1, Duration.ofMillis(5));
        assertThat(timer("snowkey.lease.acquisition", "success").count()).isEqualTo(2);
    }

    /** Not once more to a second registry, and not all of a life without one. */
    @Test
    void rememberABoundedNumberAndTellItOnce() {
        for (int heartbeat = 0; heartbeat < 10_000; heartbeat++) {
            leaseMeters.heartbeatRenewed(7, Duration.ofMillis(5), Duration.ZERO);
        }
        leaseMeters.bindTo(meters);
        assertThat(timer("snowkey.lease.heartbeat", "success").count()).isEqualTo(100);
        MeterRegistry second = new SimpleMeterRegistry();
        leaseMeters.bindTo(second);
        assertThat(second.get("snowkey.lease.heartbeat")
                        .tag("outcome", "success")
                        .timer()
                        .count())
                .isZero();
    }

    private void bindAll(Instant now) {
        Claim claim = ClaimGrant.of(
                        SnowflakeLayout.DEFAULT,
                        7,
                        START.toEpochMilli(),
                        START.plusSeconds(600).toEpochMilli())
                .claim();
        SnowflakeGenerator ids = generator(() -> now);
        LeaseState state = new LeaseState(ids, new TestLease(claim), () -> now);
        new SnowkeyMeters("shop", ids, state, () -> now).bindTo(meters);
        leaseMeters.bindTo(meters);
    }

    private static SnowflakeGenerator generator(InstantSource clock) {
        return SnowflakeGenerator.builder()
                .workerId(7)
                .clock(clock)
                .clockPolicy(ClockPolicy.REFUSE)
                .build();
    }

    private double count(String name) {
        return meters.get(name).functionCounter().count();
    }

    private double seconds(String name) {
        return meters.get(name).timeGauge().value();
    }

    private Timer timer(String name, String outcome) {
        return meters.get(name).tag("outcome", outcome).timer();
    }

    private record TestLease(Claim claim) implements WorkerLease {

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

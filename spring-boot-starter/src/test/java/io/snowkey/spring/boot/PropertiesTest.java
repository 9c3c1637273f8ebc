// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.snowkey.DecodedId;
import io.snowkey.GeneratorObserver;
import io.snowkey.LayoutPreset;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.registry.TestDatabase;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class PropertiesTest {

    private final TestDatabase database = TestDatabase.h2();
    private final ApplicationContextRunner contexts = Contexts.jdbc().withPropertyValues(Contexts.on(database));

    @Test
    void describeTheLayout() {
        contexts.withPropertyValues(
                        "snowkey.epoch=2020-06-01T00:00:00Z",
                        "snowkey.tick=10ms",
                        "snowkey.bits.timestamp=39",
                        "snowkey.bits.worker=16",
                        "snowkey.bits.sequence=8")
                .run(context -> assertThat(layout(context))
                        .isEqualTo(SnowflakeLayout.builder()
                                .epoch(Instant.parse("2020-06-01T00:00:00Z"))
                                .tick(Duration.ofMillis(10))
                                .timestampBits(39)
                                .workerBits(16)
                                .sequenceBits(8)
                                .build()));
    }

    @Test
    void orderTheFieldsAndDivideTheWorkerId() {
        contexts.withPropertyValues("snowkey.bits.order=sequence-worker", "snowkey.bits.datacenter=3")
                .run(context -> {
                    assertThat(layout(context).order()).isEqualTo(SnowflakeLayout.Order.SEQUENCE_WORKER);
                    assertThat(layout(context).datacenterBits()).isEqualTo(3);
                });
    }

    static Map<String, SnowflakeLayout> presets() {
        return Map.of(
                "default", SnowflakeLayout.DEFAULT,
                "twitter", SnowflakeLayout.TWITTER,
                "discord", SnowflakeLayout.DISCORD,
                "instagram", SnowflakeLayout.INSTAGRAM,
                "sonyflake", SnowflakeLayout.SONYFLAKE,
                "javascript", SnowflakeLayout.JAVASCRIPT);
    }

    @ParameterizedTest
    @EnumSource(LayoutPreset.class)
    void nameALayout(LayoutPreset preset) {
        String name = preset.name().toLowerCase(Locale.ROOT);
        Contexts.bare()
                .withPropertyValues("snowkey.worker-id=7", "snowkey.preset=" + name)
                .run(context -> {
                    assertThat(layout(context)).isEqualTo(presets().get(name));
                    assertThat(layout(context).datacenterBits())
                            .isEqualTo(presets().get(name).datacenterBits());
                });
    }

    @Test
    void giveANamedLayoutAnotherEpoch() {
        Contexts.bare()
                .withPropertyValues(
                        "snowkey.worker-id=7", "snowkey.preset=sonyflake", "snowkey.epoch=2020-06-01T00:00:00Z")
                .run(context -> {
                    assertThat(layout(context).epoch()).isEqualTo("2020-06-01T00:00:00Z");
                    assertThat(layout(context).tick()).isEqualTo(Duration.ofMillis(10));
                    assertThat(layout(context).order()).isEqualTo(SnowflakeLayout.Order.SEQUENCE_WORKER);
                });
    }

    private static SnowflakeLayout layout(ApplicationContext context) {
        return context.getBean(SnowflakeGenerator.class).layout();
    }

    @Test
    void nameNamespaceInstanceAndApplication() {
        contexts.withPropertyValues(
                        "snowkey.namespace=orders", "snowkey.instance=pod-3", "spring.application.name=shop")
                .run(context -> assertThat(Registry.in(database).row())
                        .containsEntry("namespace", "orders")
                        .containsEntry("instance", "pod-3")
                        .containsEntry("application", "shop"));
    }

    @ParameterizedTest
    @CsvSource({"500-501, 500, 501", "7, 7, 7", "3 - 3, 3, 3"})
    void limitTheWorkerIds(String range, long first, long last) {
        contexts.withPropertyValues("snowkey.worker-ids=" + range).run(context -> assertThat(
                        context.getBean(SnowflakeGenerator.class).workerId())
                .isBetween(first, last));
    }

    @Test
    void setTheTimesOfTheLease() {
        contexts.withPropertyValues("snowkey.registry.ttl=77s", "snowkey.registry.reservation=9m")
                .run(context -> {
                    Registry registry = Registry.in(database);
                    assertThat(registry.number("expires_at_ms") - registry.number("heartbeat_at_ms"))
                            .isEqualTo(77_000);
                    assertThat(registry.number("reserved_until_ms") - registry.number("acquired_at_ms"))
                            .isBetween(9 * 60_000L - 10_000, 9 * 60_000L + 10_000);
                });
    }

    @Test
    void nameTheTables() {
        contexts.withPropertyValues("snowkey.registry.table-prefix=public.keys_")
                .run(context -> {
                    JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
                    assertThat(jdbc.queryForObject("select count(*) from public.keys_worker_status", Long.class))
                            .isOne();
                    assertThat(jdbc.queryForObject(
                                    "select count(*) from information_schema.tables where table_name ilike 'snowkey%'",
                                    Long.class))
                            .isZero();
                });
    }

    @Test
    void nameTheSchema() {
        TestDatabase.execute(database.pool(1), "create schema ops");
        contexts.withPropertyValues("snowkey.registry.schema=ops").run(context -> {
            JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
            assertThat(jdbc.queryForObject("select count(*) from ops.snowkey_worker_status", Long.class))
                    .isOne();
        });
    }

    @Test
    void spreadTheStartOfTheSequence() {
        Contexts.bare()
                .withPropertyValues("snowkey.worker-id=7", "snowkey.sequence-start=spread")
                .run(context -> {
                    SnowflakeGenerator ids = context.getBean(SnowflakeGenerator.class);
                    long most = 0;
                    for (int i = 0; i < 50; i++) {
                        DecodedId id = ids.layout().decode(ids.nextId());
                        most = Math.max(most, id.sequence());
                        while (!Instant.now().isAfter(id.instant().plusMillis(1))) {
                            Thread.onSpinWait(); // so that each id is the first of its tick
                        }
                    }
                    assertThat(most).isGreaterThan(100);
                });
    }

    @Test
    void allowABurst() {
        Contexts.bare()
                .withPropertyValues("snowkey.worker-id=7", "snowkey.bits.sequence=0", "snowkey.clock.burst=60s")
                .run(context -> {
                    SnowflakeGenerator ids = context.getBean(SnowflakeGenerator.class);
                    long[] burst = ids.nextIds(50_000); // one to a millisecond
                    assertThat(ids.layout().decode(burst[49_999]).instant())
                            .isEqualTo(ids.layout().decode(burst[0]).instant().plusMillis(49_999));
                    assertThat(ids.statistics().tickWaits()).isZero();
                });
    }

    @Test
    void letIdsContinueWhenTheClockGoesBack() {
        Contexts.bare()
                .withPropertyValues("snowkey.worker-id=7", "snowkey.clock.policy=continue")
                .run(context -> {
                    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
                    SnowflakeGenerator.Builder builder =
                            SnowflakeGenerator.builder().workerId(7).clock(now::get);
                    context.getBean(SnowkeyProperties.class).clock().applyTo(builder);
                    SnowflakeGenerator ids = builder.build();
                    long before = ids.nextId();
                    now.set(now.get().minusSeconds(3_600)); // refused unless told to continue
                    assertThat(ids.nextId()).isGreaterThan(before);
                });
    }

    @ParameterizedTest
    @CsvSource({"1d, 0", "40000d, 1"})
    void warnBeforeTheLayoutEnds(String ahead, int warnings) {
        AtomicInteger heard = new AtomicInteger();
        Contexts.bare()
                .withPropertyValues("snowkey.worker-id=7", "snowkey.clock.warn-before-end=" + ahead)
                .withBean(GeneratorObserver.class, () -> new GeneratorObserver() {
                    @Override
                    public void layoutEndsSoon(SnowflakeLayout layout) {
                        heard.incrementAndGet();
                    }
                })
                .run(context -> context.getBean(SnowflakeGenerator.class).nextId());
        assertThat(heard).hasValue(warnings);
    }

    @Test
    void chooseTheScriptOfAPlatform() {
        contexts.withPropertyValues("snowkey.registry.platform=mariadb")
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining("schema-mariadb.sql"));
    }

    /** That a value out of range is refused under the property's name shows that the property gets where it should. */
    @ParameterizedTest
    @CsvSource({
        "snowkey.namespace, ' '",
        "snowkey.epoch, -0001-01-01T00:00:00Z",
        "snowkey.tick, 2d",
        "snowkey.bits.timestamp, 64",
        "snowkey.bits.worker, 63",
        "snowkey.bits.sequence, -1",
        "snowkey.bits.datacenter, 11",
        "snowkey.worker-ids, 0-1024",
        "snowkey.worker-ids, 9-8",
        "snowkey.instance, ' '",
        "snowkey.clock.tolerance, 61s",
        "snowkey.clock.burst, 61s",
        "snowkey.clock.warn-before-end, -1s",
        "snowkey.registry.schema, a-b",
        "snowkey.registry.table-prefix, a-b",
        "snowkey.registry.ttl, 10s",
        "snowkey.registry.heartbeat, 99ms",
        "snowkey.registry.reservation, 10s",
        "snowkey.registry.max-clock-skew, 2d",
        "snowkey.registry.max-wait, 25h",
        "snowkey.registry.holder-retention, 59m",
        "snowkey.registry.close-timeout, 99ms",
        "snowkey.registry.quiet-after, 1ms",
        "snowkey.registry.claim-wait, 61s"
    })
    void outOfRangeFailTheStartUnderTheirNames(String property, String value) {
        contexts.withPropertyValues(property + "=" + value).run(context -> assertThat(context)
                .getFailure()
                .extracting(PropertiesTest::settingsFailure, InstanceOfAssertFactories.THROWABLE)
                .hasMessageStartingWith(property + " "));
    }

    @Test
    void thatDoNotFitTheWorkerBitsFailTheStart() {
        Contexts.bare().withPropertyValues("snowkey.worker-id=1024").run(context -> assertThat(context)
                .getFailure()
                .extracting(PropertiesTest::settingsFailure, InstanceOfAssertFactories.THROWABLE)
                .hasMessageStartingWith("snowkey.worker-id 1024: must be 0 to 1023"));
    }

    @ParameterizedTest
    @CsvSource({"snowkey.worker-file.reservation, 99ms", "snowkey.worker-file.max-wait, 25h", "snowkey.worker-id, 1024"
    })
    void ofTheWorkerFileOutOfRangeFailTheStartUnderTheirNames(String property, String value, @TempDir Path directory) {
        Contexts.bare()
                .withPropertyValues(
                        "snowkey.worker-id=7",
                        "snowkey.worker-file.path=" + directory.resolve("worker"),
                        property + "=" + value)
                .run(context -> assertThat(context)
                        .getFailure()
                        .extracting(PropertiesTest::settingsFailure, InstanceOfAssertFactories.THROWABLE)
                        .hasMessageStartingWith(property + " "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "worker-id=1 worker-ids=0-9 | snowkey.worker-id is 1 and snowkey.worker-ids is 0-9",
                "preset=twitter bits.worker=8 | snowkey.preset is twitter, and snowkey.bits is set",
                "preset=twitter bits.order=worker-sequence | snowkey.preset is twitter, and snowkey.bits is set",
                "preset=default tick=2ms | snowkey.preset is default, and snowkey.tick is set",
                "worker-file.path=w | snowkey.worker-file is set, but snowkey.worker-id is not",
                "worker-file.path=w worker-ids=0-9 | snowkey.worker-file is set, but snowkey.worker-id is not",
                "worker-file.max-wait=1s worker-id=1 | snowkey.worker-file is set, but its path is not",
                "registry.ttl=10s registry.heartbeat=10s | snowkey.registry.ttl 10 s: must be longer than the heartbeat",
                "registry.reservation=5s | snowkey.registry.reservation 5 s: must be longer than the heartbeat",
                "registry.quiet-after=1m registry.claim-wait=0s | snowkey.registry.claim-wait 0 ms: must be more than 0 if snowkey.registry.quiet-after is set",
                "registry.flyway=true registry.liquibase=true | snowkey.registry.flyway is set, and so is",
                "registry.flyway=true registry.initialize-schema=always | snowkey.registry.initialize-schema is always",
                "registry.liquibase=true registry.initialize-schema=always | snowkey.registry.initialize-schema is always",
                "registry.liquibase=true registry.table-prefix=keys_ | snowkey.registry.table-prefix",
                "registry.schema=a registry.table-prefix=b.c_ | that is a schema twice",
                "bits.timestamp=60 | = 82: must be at most 63"
            })
    void thatContradictEachOtherFailTheStart(String settings, String message) {
        contexts.withPropertyValues(Stream.of(settings.split(" ", -1))
                        .map(setting -> "snowkey." + setting)
                        .toArray(String[]::new))
                .run(context -> assertThat(context)
                        .getFailure()
                        .extracting(PropertiesTest::settingsFailure, InstanceOfAssertFactories.THROWABLE)
                        .hasMessageContaining(message)
                        .extracting(failure -> ((SettingsException) failure).action(), InstanceOfAssertFactories.STRING)
                        .isNotBlank());
    }

    @Test
    void withAnEmptyFixedWorkerIdFailTheStart() {
        Contexts.bare().withPropertyValues("snowkey.worker-id=").run(context -> assertThat(context)
                .getFailure()
                .extracting(PropertiesTest::settingsFailure, InstanceOfAssertFactories.THROWABLE)
                .hasMessage("snowkey.worker-id is set, but empty."));
    }

    private static Throwable settingsFailure(Throwable failure) {
        Throwable found = failure;
        while (found != null && !(found instanceof SettingsException)) {
            found = found.getCause();
        }
        return found;
    }
}

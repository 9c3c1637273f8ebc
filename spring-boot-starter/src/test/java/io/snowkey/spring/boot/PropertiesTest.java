// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.time.Duration;
import java.time.Instant;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.registry.TestDatabase;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
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
                .run(context -> assertThat(
                                context.getBean(SnowflakeGenerator.class).layout())
                        .isEqualTo(SnowflakeLayout.builder()
                                .epoch(Instant.parse("2020-06-01T00:00:00Z"))
                                .tick(Duration.ofMillis(10))
                                .timestampBits(39)
                                .workerBits(16)
                                .sequenceBits(8)
                                .build()));
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
    void chooseTheScriptOfAPlatform() {
        contexts.withPropertyValues("snowkey.registry.platform=oracle").run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining("io/snowkey/registry/schema-oracle.sql"));
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
        "snowkey.worker-ids, 0-1024",
        "snowkey.worker-ids, 9-8",
        "snowkey.instance, ' '",
        "snowkey.clock.tolerance, 61s",
        "snowkey.registry.table-prefix, a-b",
        "snowkey.registry.ttl, 10s",
        "snowkey.registry.heartbeat, 99ms",
        "snowkey.registry.reservation, 10s",
        "snowkey.registry.max-clock-skew, 2d",
        "snowkey.registry.max-wait, 25h"
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

    @Test
    void ofAFixedWorkerIdAndOfARangeContradictEachOther() {
        contexts.withPropertyValues("snowkey.worker-id=1", "snowkey.worker-ids=0-9")
                .run(context -> assertThat(context)
                        .getFailure()
                        .extracting(PropertiesTest::settingsFailure, InstanceOfAssertFactories.THROWABLE)
                        .hasMessageContaining("snowkey.worker-id is 1 and snowkey.worker-ids is 0-9"));
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

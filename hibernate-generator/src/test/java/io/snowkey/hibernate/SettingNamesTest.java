// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import io.snowkey.FileWorkerLease;
import io.snowkey.SnowflakeLayout;
import org.hibernate.MappingException;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.snowkey.hibernate.Keys.persisted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** One name, one meaning: that of the starter. What means nothing is refused, and not ignored. */
class SettingNamesTest {

    @Test
    void everySettingOfTheJavadocIsKnown() throws IllegalAccessException {
        List<Object> documented = new ArrayList<>();
        for (Field constant : SnowkeySettings.class.getFields()) {
            documented.add(constant.get(null));
        }
        assertThat(SettingNames.OF_UNITS)
                .containsExactlyInAnyOrderElementsOf(
                        documented.stream().map(String.class::cast).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "snowkey.epoc, snowkey.epoch",
        "snowkey.workerId, snowkey.worker-id",
        "snowkey.bits.sequenze, snowkey.bits.sequence",
        "snowkey.clock-policy, snowkey.clock.policy",
        "snowkey.registry.table_prefix, snowkey.registry.table-prefix",
        "snowkey.registry.table-prefixes, snowkey.registry.table-prefix",
        "snowkey.flake.files, snowkey.flake.file"
    })
    void anUnknownOneIsRefusedWithTheNearest(String name, String nearest) {
        assertThatThrownBy(() -> unit().set(name, "1").open(Thing.class))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("setting '" + name + "' is unknown, and would do nothing. The nearest one is '"
                        + nearest + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "snowkey.registry.acquire",
                "snowkey.registry.initialize-schema",
                "snowkey.registry.platform",
                "snowkey.registry.flyway",
                "snowkey.registry.liquibase",
                "snowkey.clock.warn-before-end",
                "snowkey.json.ids-as-strings"
            })
    void oneOfTheStarterAloneIsRefused(String name) {
        assertThatThrownBy(() -> unit().set(name, "1").open(Thing.class))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(
                        "setting '" + name + "' is one of snowkey-spring-boot-starter, and does nothing in a"
                                + " persistence unit. Remove it: ");
    }

    @Test
    void withAGeneratorThatWasHandedOverTheyAreNobodysBusiness() {
        Unit.with(Keys.generator())
                .set("snowkey.json.ids-as-strings", "true")
                .set("snowkey.epoc", "2020-01-01T00:00:00Z")
                .set("snowkey.registry.schema", "ops")
                .open(Thing.class)
                .close();
    }

    @Test
    void systemPropertiesMayBeForSomebodyElseUnlessTheyLookLikeASlip() {
        withSystemProperty(
                "snowkey.json.ids-as-strings", unit -> unit.open(Thing.class).close());
        withSystemProperty(
                "snowkey.quite.another-matter", unit -> unit.open(Thing.class).close());
        withSystemProperty("snowkey.epoc", unit -> assertThatThrownBy(() -> unit.open(Thing.class))
                .hasMessageContaining("'snowkey.epoch'"));
    }

    private static void withSystemProperty(String name, Consumer<Unit> test) {
        System.setProperty(name, "true");
        try {
            test.accept(unit().set(name, "true")); // Hibernate has taken its copy of the system properties long ago
        } finally {
            System.clearProperty(name);
        }
    }

    @Test
    void aPresetIsALayoutAndItsEpochMayBeSet() {
        try (SessionFactory factory = unit().set("snowkey.preset", "sonyflake")
                .set("snowkey.epoch", "2024-05-01T00:00:00Z")
                .open(Thing.class)) {
            SnowflakeLayout layout = SnowflakeLayout.SONYFLAKE;
            long id = (Long) persisted(factory, new Thing());

            SnowflakeLayout expected = SnowflakeLayout.builder()
                    .epoch(Instant.parse("2024-05-01T00:00:00Z"))
                    .tick(layout.tick())
                    .timestampBits(layout.timestampBits())
                    .workerBits(layout.workerBits())
                    .sequenceBits(layout.sequenceBits())
                    .order(layout.order())
                    .build();
            assertThat(expected.decode(id).workerId()).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @CsvSource({"default", "twitter", "discord", "instagram", "JavaScript"})
    void eachPresetIsKnown(String name) {
        unit().set("snowkey.preset", name).open(Thing.class).close();
    }

    @Test
    void theOrderOfTheBitsCounts() {
        try (SessionFactory factory = unit().set("snowkey.bits.order", "sequence-worker")
                .set("snowkey.bits.datacenter", "5")
                .open(Thing.class)) {
            long id = (Long) persisted(factory, new Thing());
            assertThat(id & 1023).isEqualTo(7);
        }
    }

    @Test
    void aPresetBringsItsOwnBits() {
        assertThatThrownBy(() -> unit().set("snowkey.preset", "twitter")
                        .set("snowkey.bits.worker", "5")
                        .open(Thing.class))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("'snowkey.preset' is 'twitter', and 'snowkey.bits.worker' is set");
    }

    @Test
    void theSchemaIsThatOfTheTables() {
        assertThat(new UnitSettings(Map.of("snowkey.registry.schema", "ops")).ofSnowkey())
                .containsEntry("snowkey.registry.table-prefix", "ops.snowkey_")
                .doesNotContainKey("snowkey.registry.schema");
        assertThatThrownBy(() -> unit().set("snowkey.worker-id", "leased")
                        .set("snowkey.registry.schema", "ops")
                        .set("snowkey.registry.table-prefix", "sales.keys_")
                        .open(Thing.class))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("that is a schema twice");
    }

    @Test
    void aWorkerFileGuardsTheWorkerIdFromTheFirstKeyOn(@TempDir Path directory) {
        Path file = directory.resolve("worker-7");
        try (SessionFactory factory = guarded(file).open(Thing.class)) {
            assertThat(file).doesNotExist();
            Keys.assertIsSnowflake(persisted(factory, new Thing()));
            assertThat(Files.exists(file)).isTrue();
            assertThatThrownBy(() -> FileWorkerLease.builder(file, Keys.WORKER).open())
                    .hasMessageContaining(file.toString());
        }
        FileWorkerLease.builder(file, Keys.WORKER).open().close();
    }

    @ParameterizedTest
    @CsvSource({
        "snowkey.worker-file.reservation, 10ms, must be 100 ms to 1 day",
        "snowkey.worker-file.max-wait, 25h, must be 0 to 1 day",
        "snowkey.worker-id, leased, 'must be a whole number, as a file guards a fixed worker id'",
        "snowkey.worker-id, 1024, must be 0 to 1023"
    })
    void whatIsWrongAboutAWorkerFileIsRefusedAtStart(
            String name, String value, String message, @TempDir Path directory) {
        assertThatThrownBy(() ->
                        guarded(directory.resolve("worker")).set(name, value).open(Thing.class))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("setting '" + name + "'")
                .hasMessageContaining(message);
    }

    private static Unit guarded(Path file) {
        return unit().set("snowkey.worker-file.path", file.toString())
                .set("snowkey.worker-file.reservation", "1s")
                .set("snowkey.worker-file.max-wait", "20s");
    }

    private static Unit unit() {
        return new Unit().set("snowkey.worker-id", "7");
    }

    @Entity
    static class Thing {
        @Id
        @SnowflakeId
        long id;
    }
}

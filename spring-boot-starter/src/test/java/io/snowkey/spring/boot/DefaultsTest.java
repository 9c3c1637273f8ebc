// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.sql.DataSource;

import io.snowkey.FileWorkerLease;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.registry.JdbcWorkerRegistry;
import io.snowkey.registry.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The defaults are in the builders. What an IDE shows is a copy of them, and these tests compare the two. */
class DefaultsTest {

    private static final String BITS = "snowkey.bits.";
    private static final String REGISTRY = "snowkey.registry.";

    private record Default(String property, Object builders) {}

    static List<Default> defaults() {
        SnowflakeLayout layout = SnowflakeLayout.DEFAULT;
        SnowflakeGenerator.Builder generator = SnowflakeGenerator.builder();
        FileWorkerLease.Builder file = FileWorkerLease.builder(Path.of("worker"), 7);
        DataSource dataSource = TestDatabase.h2().pool(1);
        JdbcWorkerRegistry.Builder registry = JdbcWorkerRegistry.builder(dataSource);
        return List.of(
                new Default("snowkey.epoch", layout.epoch()),
                new Default("snowkey.tick", layout.tick()),
                new Default(BITS + "timestamp", layout.timestampBits()),
                new Default(BITS + "worker", layout.workerBits()),
                new Default(BITS + "sequence", layout.sequenceBits()),
                new Default(BITS + "datacenter", layout.datacenterBits()),
                new Default(BITS + "order", layout.order()),
                new Default("snowkey.sequence-start", value(generator, "sequenceStart")),
                new Default("snowkey.clock.tolerance", value(generator, "clockTolerance")),
                new Default("snowkey.clock.policy", value(generator, "clockPolicy")),
                new Default("snowkey.clock.burst", value(generator, "burst")),
                new Default("snowkey.clock.warn-before-end", value(generator, "warnBeforeEnd")),
                new Default("snowkey.worker-file.reservation", value(file, "reservation")),
                new Default("snowkey.worker-file.max-wait", value(file, "maxWait")),
                new Default("snowkey.namespace", value(registry, "namespace")),
                new Default(REGISTRY + "ttl", value(registry, "ttl")),
                new Default(REGISTRY + "heartbeat", value(registry, "heartbeat")),
                new Default(REGISTRY + "reservation", value(registry, "reservation")),
                new Default(REGISTRY + "max-clock-skew", value(registry, "maxClockSkew")),
                new Default(REGISTRY + "max-wait", value(registry, "maxWait")),
                new Default(REGISTRY + "holder-retention", value(registry, "holderRetention")),
                new Default(REGISTRY + "close-timeout", value(registry, "closeTimeout")),
                new Default(REGISTRY + "quiet-after", value(registry, "quietAfter")),
                new Default(REGISTRY + "table-prefix", value(registry, "tablePrefix")));
    }

    @ParameterizedTest
    @MethodSource("defaults")
    void thatAnIdeShowsAreThoseOfTheBuilders(Default expected) {
        JsonNode property = metadata().stream()
                .filter(node -> node.get("name").asString().equals(expected.property()))
                .findFirst()
                .orElseThrow();
        String shown = property.get("defaultValue").asString();
        assertThat(parse(shown, expected.builders().getClass())).isEqualTo(expected.builders());
    }

    /** So that nobody adds a property without a default and forgets it here. */
    @Test
    void areShownForEveryPropertyThatHasOne() {
        List<String> without = List.of(
                "snowkey.instance",
                "snowkey.worker-id",
                "snowkey.worker-ids",
                "snowkey.worker-file.path",
                "snowkey.public-ids.key",
                "snowkey.public-ids.old-keys",
                "snowkey.registry.claim-wait", // depends on quiet-after
                "snowkey.registry.platform",
                "snowkey.registry.schema");
        assertThat(metadata())
                .filteredOn(property -> property.get("defaultValue") == null)
                .extracting(property -> property.get("name").asString())
                .containsExactlyInAnyOrderElementsOf(without);
    }

    @Test
    void andMeaningOfEveryPropertyAreDescribed() {
        assertThat(metadata())
                .filteredOn(property -> property.get("name").asString().startsWith("snowkey."))
                .hasSizeGreaterThan(25)
                .allSatisfy(property ->
                        assertThat(property.path("description").asString()).endsWith("."));
    }

    /** So that nobody adds a value to an enumeration and forgets it there. */
    @ParameterizedTest
    @MethodSource("choices")
    void andAllValuesOfAChoiceAreOffered(String property, Class<? extends Enum<?>> choice) {
        List<String> offered = new ArrayList<>();
        for (JsonNode hint : section("hints")) {
            if (hint.get("name").asString().equals(property)) {
                hint.get("values").forEach(value -> {
                    assertThat(value.path("description").asString()).endsWith(".");
                    offered.add(value.get("value").asString());
                });
            }
        }
        assertThat(offered)
                .containsExactlyInAnyOrderElementsOf(Stream.of(choice.getEnumConstants())
                        .map(value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .toList());
    }

    static List<Arguments> choices() {
        return metadata().stream()
                .filter(property -> property.get("name").asString().startsWith("snowkey."))
                .filter(property -> type(property).isEnum())
                .map(property -> Arguments.of(property.get("name").asString(), type(property)))
                .toList();
    }

    private static Class<?> type(JsonNode property) {
        String withoutParameters = property.get("type").asString().replaceFirst("<.*", "");
        return ClassUtils.resolveClassName(withoutParameters, null);
    }

    private static Object parse(String shown, Class<?> type) {
        if (type == Instant.class) {
            return Instant.parse(shown);
        }
        return type == Duration.class || type == Integer.class || type.isEnum()
                ? ApplicationConversionService.getSharedInstance().convert(shown, type)
                : shown;
    }

    /** The value of a field of a builder, or of the settings that it shares with another one. */
    private static Object value(Object builder, String name) {
        try {
            for (Field field : builder.getClass().getDeclaredFields()) {
                field.setAccessible(true);
                if (field.getName().equals(name)) {
                    return field.get(builder);
                }
            }
            Field shared = builder.getClass().getDeclaredField("settings");
            shared.setAccessible(true);
            return value(shared.get(builder), name);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<JsonNode> metadata() {
        return section("properties");
    }

    private static List<JsonNode> section(String name) {
        try (InputStream in = DefaultsTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            List<JsonNode> entries = new ArrayList<>();
            new ObjectMapper().readTree(in).get(name).forEach(entries::add);
            return entries;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

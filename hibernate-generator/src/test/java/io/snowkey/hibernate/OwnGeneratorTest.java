// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import io.snowkey.IdRefusedException;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import org.hibernate.MappingException;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.snowkey.hibernate.Keys.persisted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A generator that a unit makes from its settings. */
class OwnGeneratorTest {

    @Test
    void aWorkerIdIsEnough() {
        try (SessionFactory factory = new Unit().set("snowkey.worker-id", "7").open(Thing.class)) {
            Keys.assertIsSnowflake(persisted(factory, new Thing()));
        }
    }

    @Test
    void everySettingReachesTheGenerator() {
        Snowflakes ids = fromSettings(Map.of(
                "snowkey.worker-id", 300,
                "snowkey.epoch", "2020-02-02T00:00:00Z",
                "snowkey.tick", "PT0.01S",
                "snowkey.bits.timestamp", "39",
                "snowkey.bits.worker", 16,
                "snowkey.bits.sequence", " 8 ",
                "snowkey.sequence-start", "spread",
                "snowkey.clock.tolerance", "PT0.1S",
                "snowkey.clock.policy", "continue"));

        SnowflakeLayout layout = ids.layout();
        assertThat(layout.epoch()).isEqualTo(Instant.parse("2020-02-02T00:00:00Z"));
        assertThat(layout.tick()).hasMillis(10);
        assertThat(layout.timestampBits()).isEqualTo(39);
        assertThat(layout.workerBits()).isEqualTo(16);
        assertThat(layout.sequenceBits()).isEqualTo(8);
        assertThat(layout.decode(ids.next()).workerId()).isEqualTo(300);
    }

    @Test
    void itIsClosedWithTheFactory() {
        IdSource<Long> source;
        try (SessionFactory factory = new Unit().set("snowkey.worker-id", 7).open(Thing.class)) {
            source = ((SessionFactoryImplementor) factory)
                    .getServiceRegistry()
                    .requireService(UnitIds.class)
                    .snowflakes(new KeyAttribute("Thing", "id", long.class, null, null));
            assertThat(source.next()).isPositive();
        }

        assertThatThrownBy(source::next)
                .isInstanceOfSatisfying(IdRefusedException.class, refused -> assertThat(refused.reason())
                        .isEqualTo(IdRefusedException.Reason.CLOSED));
    }

    @Test
    void aGeneratorThatWasHandedOverGoesFirst() {
        // Settings include the system properties, so one for somebody else may be in sight.
        SnowflakeGenerator given = SnowflakeGenerator.builder().workerId(7).build();
        try (SessionFactory factory =
                Unit.with(given).set("snowkey.worker-id", 8).open(Thing.class)) {
            Keys.assertIsSnowflake(persisted(factory, new Thing()));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
            snowkey.worker-id             | seven     | setting 'snowkey.worker-id' is 'seven': must be a whole number
            snowkey.worker-id             | 1024      | workerId 1024: must be 0 to 1023
            snowkey.epoch          | yesterday | 'yesterday': must be a time such as 2025-01-01T00:00:00Z
            snowkey.tick           | 1         | 'snowkey.tick' is '1': must be a number and a unit, such as 10ms
            snowkey.bits.timestamp | 64        | timestampBits 64: must be 1 to 63
            snowkey.bits.worker    | ten       | 'snowkey.bits.worker' is 'ten': must be a whole number
            snowkey.epoch          | 2025      | 'snowkey.epoch' is '2025': must be a time such as 2025-01-01T00:00:00Z
            snowkey.preset         | fibonacci | 'fibonacci': must be one of [default, twitter, discord, instagram, sonyflake, javascript]
            snowkey.bits.order     | random    | 'random': must be one of [worker-sequence, sequence-worker]
            snowkey.bits.datacenter | 11       | datacenterBits 11: must be 0 to 10
            snowkey.clock.burst    | 2m        | burst 2 min: must be 0 to 1 min
            snowkey.worker-file.reservation | 1s | 'snowkey.worker-file.path' is not
            snowkey.bits.sequence  | 63        | sequenceBits 63: must be 0 to 62
            snowkey.clock.tolerance       | PT2M      | clockTolerance 2 min: must be 0 to 1 min
            snowkey.clock.policy          | panic     | must be one of [refuse, continue]
            """)
    void aWrongSettingIsRefusedAtStart(String name, String value, String message) {
        Map<String, Object> settings = new HashMap<>(Map.of("snowkey.worker-id", 7));
        settings.put(name, value);
        Unit unit = new Unit();
        settings.forEach(unit::set);

        assertThatThrownBy(() -> unit.open(Thing.class))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(Thing.class.getName() + ".id: no generator: setting '" + name + "'")
                .hasMessageContaining(message);
    }

    @Test
    void settingsThatDoNotGoTogetherAreRefusedAtStart() {
        assertThatThrownBy(() -> new Unit()
                        .set("snowkey.worker-id", 7)
                        .set("snowkey.bits.sequence", "22")
                        .open(Thing.class))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(
                        Thing.class.getName() + ".id: no generator: the settings 'snowkey.*' make no valid layout")
                .hasMessageContaining("must be at most 63");
    }

    private static Snowflakes fromSettings(Map<String, Object> settings) {
        UnitSettings all = new UnitSettings(settings);
        return Snowflakes.of(all, new UnitLease(all, null));
    }

    @Entity
    static class Thing {
        @Id
        @SnowflakeId
        long id;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.SnowflakeLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Each setting refuses what is outside its range, with its name and value. */
final class SettingsTest {

    private static void assertRefused(UnaryOperator<JdbcWorkerRegistry.Builder> setup, String message) {
        try (HikariDataSource unused = new HikariDataSource()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            setup.apply(JdbcWorkerRegistry.builder(unused)).build())
                    .withMessageStartingWith(message)
                    .isInstanceOfSatisfying(InvalidSettingException.class, refused -> assertThat(refused.setting())
                            .isEqualTo(message.split("[ :]", 2)[0]));
        }
    }

    private static void assertAccepted(UnaryOperator<JdbcWorkerRegistry.Builder> setup) {
        try (HikariDataSource unused = new HikariDataSource()) {
            assertThatCode(() -> setup.apply(JdbcWorkerRegistry.builder(unused))
                            .build()
                            .close())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void names() {
        assertAccepted(b -> b.namespace("x".repeat(64)).instance("\uD83D\uDE00".repeat(127)));
        assertRefused(b -> b.namespace("x".repeat(65)), "namespace 'xxx");
        assertRefused(b -> b.namespace(""), "namespace ''");
        assertRefused(b -> b.namespace("a "), "namespace 'a '");
        assertRefused(b -> b.instance("\uD83D\uDE00".repeat(128)), "instance ");
        assertRefused(
                b -> b.instance("a\0b"),
                "instance: must not contain line breaks and other control characters, and contains U+0000 at position"
                        + " 2 of 'a?b'");
        assertRefused(b -> b.namespace("a\nb"), "namespace: must not contain line breaks");
        assertRefused(b -> b.application("ab\u001B[31m"), "application: must not contain line breaks");
        assertRefused(b -> b.application("a\u0085b"), "application: must not contain line breaks");
        assertRefused(b -> b.instance("a\u2028b"), "instance: must not contain line breaks");
        assertRefused(b -> b.namespace("a\uD83D"), "namespace: must not contain half a surrogate pair");
        assertRefused(b -> b.application("\uDE00\uD83D"), "application: must not contain half a surrogate pair");
        assertRefused(b -> b.application(" "), "application ' '");
    }

    @Test
    void tablePrefix() {
        assertAccepted(b -> b.tablePrefix("ops.snowkey_"));
        assertRefused(b -> b.tablePrefix("x; DROP TABLE y; --"), "tablePrefix 'x; DROP");
        assertRefused(b -> b.tablePrefix("1x"), "tablePrefix '1x'");
        assertRefused(b -> b.tablePrefix(""), "tablePrefix ''");
    }

    @Test
    void workerIds() {
        assertAccepted(b -> b.workerIds(1023, 1023));
        assertRefused(b -> b.workerIds(0, 1024), "workerIds 0 to 1024: must lie within 0 to 1023");
        assertRefused(b -> b.workerIds(-1, 5), "workerIds -1 to 5");
        assertRefused(b -> b.workerIds(6, 5), "workerIds 6 to 5");
    }

    @Test
    void durations() {
        assertRefused(b -> b.ttl(Duration.ZERO), "ttl 0 ms: must be 100 ms to 1 d");
        assertRefused(b -> b.heartbeat(Duration.ofSeconds(-1)), "heartbeat -1 s: must be 100 ms to 1 d");
        assertRefused(b -> b.reservation(Duration.ofDays(2)), "reservation 2 d: must be");
        assertRefused(b -> b.maxClockSkew(Duration.ZERO), "maxClockSkew 0 ms");
        assertRefused(b -> b.closeTimeout(Duration.ofMillis(99)), "closeTimeout 99 ms: must be 100 ms to 10 min");
        assertRefused(b -> b.quietAfter(Duration.ofMillis(1)), "quietAfter 1 ms: must be 1 s to 365 d");
        assertRefused(b -> b.claimWait(Duration.ofSeconds(61)), "claimWait 1 min 1 s: must be 0 ms to 1 min");
        assertRefused(b -> b.maxWait(Duration.ofMillis(-1)), "maxWait -1 ms: must be 0 ms to 1 d");
        assertRefused(b -> b.ttl(Duration.ofSeconds(10)), "ttl 10 s: must be longer than the heartbeat, 10 s.");
        assertRefused(
                b -> b.reservation(Duration.ofSeconds(10)),
                "reservation 10 s: must be longer than the heartbeat, 10 s,");
        SnowflakeLayout slow =
                SnowflakeLayout.builder().tick(Duration.ofSeconds(2)).build();
        assertRefused(
                b -> b.layout(slow).reservation(Duration.ofSeconds(13)),
                "reservation 13 s: must be longer than the heartbeat, 10 s, by two ticks of the layout, 2 s each");
    }

    @ParameterizedTest
    @CsvSource({
        "snowkey.namespace, '', snowkey.namespace",
        "snowkey.worker-ids, 0-1024, snowkey.worker-ids",
        "snowkey.registry.table-prefix, 1x, snowkey.registry.table-prefix",
        "snowkey.registry.max-wait, P2D, snowkey.registry.max-wait",
        "snowkey.registry.ttl, PT10S, snowkey.registry.ttl",
        // the wait is refused, because nothing waits for the silence to end
        "snowkey.registry.quiet-after, PT1M, snowkey.registry.claim-wait"
    })
    void aConfigurationFileHasItsOwnNames(String setting, String text, String refused) {
        RegistrySettings settings = new RegistrySettings(Map.of(setting, text, "snowkey.registry.claim-wait", "PT0S"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.registry(SnowflakeLayout.DEFAULT, null))
                .withMessageStartingWith("setting '" + refused + "': ");
    }

    @Test
    void aHostThatTheTableCannotShowIsMarked() {
        assertThat(Host.shown(" shop-1 ")).isEqualTo("shop-1");
        assertThat(Host.shown("a\u0000b\nc\uD83D")).isEqualTo("a?b?c?");
        assertThat(Host.shown("x".repeat(255))).hasSize(255).endsWith("x");
        assertThat(Host.shown("x".repeat(256))).hasSize(255).endsWith("x\u2026");
        assertThat(Host.shown("\uD83D\uDE00".repeat(200)))
                .hasSizeLessThanOrEqualTo(255)
                .endsWith("\u2026");
    }

    @Test
    void durationsAreWrittenAsPeopleDo() {
        assertThat(DurationFormat.format(Duration.ofMillis(14_810))).isEqualTo("14.81 s");
        assertThat(DurationFormat.format(Duration.ofMinutes(10))).isEqualTo("10 min");
        assertThat(DurationFormat.format(Duration.ofHours(-8759))).isEqualTo("-364 d 23 h");
        assertThat(DurationFormat.format(Duration.ofMinutes(61).plusSeconds(5))).isEqualTo("1 h 1 min");
        assertThat(DurationFormat.format(Duration.ofSeconds(90))).isEqualTo("1 min 30 s");
    }
}

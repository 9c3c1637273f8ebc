// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.util.function.UnaryOperator;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Each setting refuses what is outside its range, with its name and value. */
final class SettingsTest {

    private static void assertRefused(UnaryOperator<JdbcWorkerRegistry.Builder> setup, String message) {
        try (HikariDataSource unused = new HikariDataSource()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            setup.apply(JdbcWorkerRegistry.builder(unused)).build())
                    .withMessageStartingWith(message);
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
        assertRefused(b -> b.instance("a\0b"), "instance");
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
        assertRefused(b -> b.ttl(Duration.ZERO), "ttl PT0S: must be PT0.1S to PT24H");
        assertRefused(b -> b.heartbeat(Duration.ofSeconds(-1)), "heartbeat PT-1S");
        assertRefused(b -> b.reservation(Duration.ofDays(2)), "reservation PT48H");
        assertRefused(b -> b.maxClockSkew(Duration.ZERO), "maxClockSkew PT0S");
        assertRefused(b -> b.maxWait(Duration.ofMillis(-1)), "maxWait PT-0.001S");
        assertRefused(b -> b.ttl(Duration.ofSeconds(10)), "ttl PT10S: must be longer than the heartbeat");
        assertRefused(
                b -> b.reservation(Duration.ofSeconds(10)), "reservation PT10S: must be longer than the heartbeat");
    }
}

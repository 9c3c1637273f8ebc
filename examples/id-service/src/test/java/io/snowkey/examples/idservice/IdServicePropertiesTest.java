// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class IdServicePropertiesTest {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private static IdServiceProperties settings(String address, int maxCount, int maxBacklog, long timeoutMillis) {
        return new IdServiceProperties(
                address,
                maxCount,
                maxBacklog,
                Duration.ofMillis(timeoutMillis),
                Duration.ofSeconds(1),
                Duration.ofSeconds(75),
                100,
                List.of("Ids.example", "[::1]"));
    }

    @Test
    void eachSettingHasItsRange() {
        assertThat(settings("ids-1:8080", 1, 1, 10).self().text()).isEqualTo("ids-1:8080");
        assertThatThrownBy(() -> settings("a:1", 0, 1, 10))
                .hasMessage("id-service.max-count is 0: must be 1 to 1000000");
        assertThatThrownBy(() -> settings("a:1", 2, 1, 10)).hasMessageContaining("must be max-count or more");
        assertThatThrownBy(() -> settings("a:1", 1, 1, 9)).hasMessageContaining("id-service.peer-timeout is PT0.009S");
        assertThatThrownBy(() -> settings("a", 1, 1, 10).self()).hasMessageContaining("must be host:port");
        assertThatThrownBy(
                        () -> new IdServiceProperties("a:1", 1, 1, TEN_SECONDS, TEN_SECONDS, TEN_SECONDS, 0, List.of()))
                .hasMessage("id-service.max-connections is 0: must be 1 to 1000000");
        assertThatThrownBy(() ->
                        new IdServiceProperties("a:1", 1, 1, TEN_SECONDS, TEN_SECONDS, TEN_SECONDS, 1, List.of("a:80")))
                .hasMessage("id-service.hosts is a:80: must be names without a port");
    }

    /** The other nodes ask by the address, whatever clients may do. */
    @Test
    void aNodeIsAskedByItsAddressToo() {
        assertThat(settings("ids-1:8080", 1, 1, 10).allowedHosts()).containsExactly("ids.example", "[::1]", "ids-1");
        assertThat(new IdServiceProperties("a:1", 1, 1, TEN_SECONDS, TEN_SECONDS, TEN_SECONDS, 1, List.of())
                        .allowedHosts())
                .isEmpty();
    }
}

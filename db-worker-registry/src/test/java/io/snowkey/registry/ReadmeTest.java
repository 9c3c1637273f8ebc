// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.SnowflakeGenerator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the README shows without Spring. */
final class ReadmeTest {

    @Test
    void aKeyFromALease() throws Exception {
        try (HikariDataSource dataSource = TestDatabase.h2().withSchema().pool(2)) {
            try (JdbcWorkerRegistry registry =
                            JdbcWorkerRegistry.builder(dataSource).build();
                    SnowflakeGenerator ids = SnowflakeGenerator.builder()
                            .lease(registry.acquire())
                            .build()) {
                long id = ids.nextId();
                assertThat(id).isPositive();
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class PostgresTest {

    @TempDir
    Path directory;

    @Test
    void runsOnAServerOfItsOwnThatOthersMayUseAndThatKeepsTheRows() {
        try (ConfigurableApplicationContext first = run()) {
            assertThat(orders(first)).isEqualTo(6_403);
            try (ConfigurableApplicationContext second = run()) {
                assertThat(second.getBean(EmbeddedPostgresServer.class).getJdbcUrl())
                        .isEqualTo(first.getBean(EmbeddedPostgresServer.class).getJdbcUrl());
                assertThat(orders(second)).isEqualTo(2 * 6_403);
                assertThat(second.getBean(JdbcTemplate.class)
                                .queryForObject(
                                        "SELECT count(*) FROM snowkey_worker_status WHERE state = 'ACTIVE'",
                                        Long.class))
                        .isEqualTo(2);
            }
            assertThat(orders(first))
                    .as("the server stays, for the other one is there")
                    .isEqualTo(2 * 6_403);
        }
        assertThat(directory.resolve("postgres").resolve("postmaster.pid"))
                .as("the last one stopped the server")
                .doesNotExist();
        assertThat(Files.exists(directory.resolve("postgres").resolve("PG_VERSION")))
                .isTrue();

        try (ConfigurableApplicationContext third = run()) {
            assertThat(orders(third)).isEqualTo(3 * 6_403);
        }
    }

    private ConfigurableApplicationContext run() {
        return SpringApplication.run(
                OrdersApplication.class, "--spring.profiles.active=postgres", "--orders.data=" + directory);
    }

    private static Long orders(ConfigurableApplicationContext application) {
        return application
                .getBean(JdbcTemplate.class)
                .queryForObject("SELECT count(*) FROM purchase_order", Long.class);
    }
}

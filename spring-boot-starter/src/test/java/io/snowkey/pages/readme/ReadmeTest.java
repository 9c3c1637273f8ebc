// SPDX-License-Identifier: Apache-2.0
package io.snowkey.pages.readme;

import java.time.Duration;
import java.time.Instant;

import io.snowkey.registry.TestDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** The three steps of the README, and the query of docs/sql.md, to the letter. */
class ReadmeTest {

    @SpringBootApplication(proxyBeanMethods = false)
    static class Application {}

    @Test
    void threeSteps() {
        TestDatabase database = TestDatabase.h2();
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.datasource.url=" + database.url(),
                        "spring.datasource.username=" + database.username(),
                        "spring.datasource.password=" + database.password(),
                        "spring.flyway.enabled=false",
                        "spring.liquibase.enabled=false",
                        "spring.jpa.hibernate.ddl-auto=create",
                        "snowkey.registry.initialize-schema=always")
                .run()) {
            Orders orders = context.getBean(Orders.class);
            Instant anHourAgo = Instant.now().minus(Duration.ofHours(1));
            orders.save(new PurchaseOrder());

            assertThat(orders.madeBetween(anHourAgo, anHourAgo.plus(Duration.ofHours(2))))
                    .hasSize(1);
            assertThat(orders.madeBetween(Instant.EPOCH, anHourAgo)).isEmpty();
            assertThat(context.getBean(JdbcTemplate.class).queryForList("SELECT * FROM snowkey_worker_status"))
                    .hasSize(1);
        }
    }
}

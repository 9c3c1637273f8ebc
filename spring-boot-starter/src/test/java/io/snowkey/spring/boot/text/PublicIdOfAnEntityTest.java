// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.text;

import java.util.Map;

import io.snowkey.PublicIdKey;
import io.snowkey.PublicIds;
import io.snowkey.registry.TestDatabase;
import io.snowkey.spring.boot.Contexts;
import io.snowkey.spring.boot.Requests;
import io.snowkey.spring.boot.receipt.ReceiptApplication;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** The database has numbers, the API has texts, and the repository knows nothing of it. */
class PublicIdOfAnEntityTest {

    private static final String KEY = "2:" + "C".repeat(42) + "E=";

    @Test
    void isANumberInTheDatabaseAndATextOutside() throws Exception {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(ReceiptApplication.class)
                .properties(Contexts.on(TestDatabase.h2()))
                .properties(Map.of(
                        "server.port", "0",
                        "snowkey.public-ids.key", KEY,
                        "spring.jpa.hibernate.ddl-auto", "create"))
                .run()) {
            String created =
                    Requests.post(context, "/receipts", "{\"amount\":7}").body();
            Long id = context.getBean(JdbcTemplate.class).queryForObject("SELECT id FROM receipt", Long.class);
            String text = PublicIds.builder()
                    .prefix("rcp")
                    .key(PublicIdKey.parse(KEY))
                    .build()
                    .format(id);

            assertThat(created).contains("\"id\":\"" + text + "\"").doesNotContain(id.toString());
            assertThat(Requests.get(context, "/receipts/" + text).body()).isEqualTo(created);
            assertThat(Requests.get(context, "/receipts/" + id).statusCode()).isEqualTo(404);
        }
    }
}

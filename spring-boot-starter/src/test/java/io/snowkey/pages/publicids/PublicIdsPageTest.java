// SPDX-License-Identifier: Apache-2.0
package io.snowkey.pages.publicids;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;

import io.snowkey.PublicIdKey;
import io.snowkey.PublicIds;
import io.snowkey.registry.TestDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class PublicIdsPageTest {

    private static final String KEY = "0:" + Base64.getEncoder().encodeToString(new byte[32]);

    @Test
    void anOrderByItsPublicId() throws Exception {
        TestDatabase database = TestDatabase.h2();
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(OrdersApplication.class)
                .properties(
                        "server.port=0",
                        "spring.datasource.url=" + database.url(),
                        "spring.datasource.username=" + database.username(),
                        "spring.datasource.password=" + database.password(),
                        "spring.flyway.enabled=false",
                        "spring.liquibase.enabled=false",
                        "spring.jpa.hibernate.ddl-auto=create",
                        "snowkey.registry.initialize-schema=always",
                        "snowkey.public-ids.key=" + KEY)
                .run()) {
            PurchaseOrder order = context.getBean(Orders.class).save(new PurchaseOrder());
            String text = PublicIds.builder()
                    .prefix("ord")
                    .key(PublicIdKey.parse(KEY))
                    .build()
                    .format(order.getId());
            URI address = URI.create("http://localhost:"
                    + context.getEnvironment().getProperty("local.server.port") + "/orders/" + text);

            String json = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                    .body();
            assertThat(json).isEqualTo("{\"id\":\"" + text + "\"}");
        }
    }
}

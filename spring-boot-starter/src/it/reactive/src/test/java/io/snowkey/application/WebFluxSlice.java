// SPDX-License-Identifier: Apache-2.0
package io.snowkey.application;

import io.snowkey.PublicIdKey;
import io.snowkey.PublicIds;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What a test slice for WebFlux is to have: ids that are text in requests and in JSON. */
@TestPropertySource(properties = "snowkey.public-ids.key=" + WebFluxSlice.KEY)
public abstract class WebFluxSlice {

    static final String KEY = "0:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=";

    @Test
    void readsAndWritesIdsAsText(@Autowired WebTestClient client) {
        client.get()
                .uri("/novels/04W86BB0G4007")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .isEqualTo("{\"id\":\"04W86BB0G4007\"}");
    }

    @Test
    void readsAndWritesPublicIds(@Autowired WebTestClient client) {
        String text = PublicIds.builder()
                .prefix("nov")
                .key(PublicIdKey.parse(KEY))
                .build()
                .format(7);
        client.get()
                .uri("/outside/" + text)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .isEqualTo("{\"id\":\"" + text + "\"}");
        client.get().uri("/outside/nov_7").exchange().expectStatus().isBadRequest();
    }
}

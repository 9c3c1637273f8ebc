// SPDX-License-Identifier: Apache-2.0
package io.snowkey.application;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What a test slice for WebFlux is to have: ids that are text in requests and in JSON. */
public abstract class WebFluxSlice {

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
}

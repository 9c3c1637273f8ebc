// SPDX-License-Identifier: Apache-2.0
package io.snowkey.application;

import java.io.IOException;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.client.MockRestServiceServer;
import org.springframework.test.web.client.match.MockRestRequestMatchers;
import org.springframework.test.web.client.response.MockRestResponseCreators;
import org.springframework.web.client.RestClient;

/** What a test slice for clients is to have: ids that are text in JSON. */
public abstract class ClientSlice {

    @Test
    void readsIdsFromText(@Autowired RestClient.Builder clients, @Autowired MockRestServiceServer server)
            throws IOException {
        server.expect(MockRestRequestMatchers.requestTo("/novels/1"))
                .andRespond(
                        MockRestResponseCreators.withSuccess("{\"id\":\"04W86BB0G4007\"}", MediaType.APPLICATION_JSON));
        NovelController.View view =
                clients.build().get().uri("/novels/1").retrieve().body(NovelController.View.class);
        Assertions.assertEquals(175928847299117063L, view.id());
    }
}

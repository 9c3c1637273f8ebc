// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A page of somebody else, whose name leads here, reads nothing. */
final class HostsTest {

    @Test
    void namesThatAreNotItsOwnAreRefusedIfItsOwnAreGiven() throws IOException {
        try (IdServiceNode named = IdServiceNode.start("named", "--id-service.hosts=ids.example,10.0.0.7")) {
            for (String host : List.of("ids.example", "IDS.example:8080", "10.0.0.7:80", "localhost:" + named.port())) {
                try (Http http = named.http()) {
                    http.send("GET /ids HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
                    assertThat(http.read().status()).as(host).isEqualTo(200);
                }
            }
            for (String path : List.of("/ids", "/workers", "/")) {
                try (Http http = named.http()) {
                    http.send("GET " + path + " HTTP/1.1\r\nHost: evil.example\r\n\r\n");
                    assertThat(http.read().status()).as(path).isEqualTo(421);
                }
            }
        }
    }
}

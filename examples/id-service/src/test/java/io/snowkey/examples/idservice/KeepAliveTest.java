// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.io.IOException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** One connection serves as many requests as a client likes: reactor-netty 1.3.7 stopped reading after some dozens. */
final class KeepAliveTest {

    private static IdServiceNode node;

    @BeforeAll
    static void start() {
        node = IdServiceNode.start("keep-alive");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/ids, 5000",
        "/ids?count=2, 5000",
        "/ids?count=150, 3000",
        "/lunique, 3000",
        "/dunique, 3000",
        "/dunique?target=a, 3000",
        "/flakes, 5000",
        "/ids/1, 3000",
        "/workers, 2000",
        "/statistics, 2000",
        "/openapi.yaml, 2000",
        "/, 2000",
        "/page.js, 2000",
        "/nosuch, 2000",
        "/actuator/health/liveness, 2000"
    })
    void thousandsOfRequestsAreAnsweredOnOneConnection(String path, int requests) throws IOException {
        try (Http http = node.http()) {
            for (int i = 0; i < requests; i++) {
                int status = http.get(path).status();
                assertThat(status).as("%s, request %s", path, i).isEqualTo(path.equals("/nosuch") ? 404 : 200);
            }
        }
    }
}

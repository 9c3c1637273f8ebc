// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.time.Duration;

import io.netty.channel.ChannelOption;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Asks other nodes for ids. */
final class PeerClient {

    private final WebClient client;
    private final Duration timeout;

    PeerClient(WebClient.Builder builder, Duration timeout) {
        HttpClient http = HttpClient.create()
                .proxyWithSystemProperties()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis())
                .responseTimeout(timeout);
        this.client =
                builder.clientConnector(new ReactorClientHttpConnector(http)).build();
        this.timeout = timeout;
    }

    /** An id of that node. Fails if it does not answer in time, or with anything but an id. */
    Mono<Long> next(PeerAddress peer) {
        return client.get()
                .uri("http://" + peer + "/lunique")
                .retrieve()
                .bodyToMono(String.class)
                .map(Long::valueOf)
                .timeout(timeout);
    }
}

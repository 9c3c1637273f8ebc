// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

import io.netty.channel.ChannelOption;
import io.snowkey.SnowflakeLayout;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Asks other nodes for ids. Nothing but an id is passed on. */
final class PeerClient {

    /** The header in which a node names its namespace. */
    static final String NAMESPACE = "Snowkey-Namespace";

    private static final int MAX_DIGITS = 19;
    /** The longest answer that is read, in bytes. An id has fewer. */
    private static final int MAX_LENGTH = 64;

    private final WebClient client;
    private final Duration timeout;
    private final String namespace;
    private final SnowflakeLayout layout;

    PeerClient(WebClient.Builder builder, Duration timeout, String namespace, SnowflakeLayout layout) {
        HttpClient http = HttpClient.create()
                .proxyWithSystemProperties()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis())
                .responseTimeout(timeout);
        this.client = builder.clientConnector(new ReactorClientHttpConnector(http))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(MAX_LENGTH))
                .build();
        this.timeout = timeout;
        this.namespace = namespace;
        this.layout = layout;
    }

    /**
     * Asks a node for an id. This fails if the node does not answer in time, or with anything but an id of its own
     * worker ids and of this namespace. The row of the table may lead to a service that has nothing to do with this one
     * any more.
     */
    Mono<Long> next(Peer peer) {
        return client.get()
                .uri("http://" + peer.address() + "/lunique")
                .accept(MediaType.TEXT_PLAIN)
                .exchangeToMono(response -> read(peer, response))
                .switchIfEmpty(Mono.error(() -> new PeerException(peer, "answered with nothing")))
                .timeout(timeout);
    }

    private Mono<Long> read(Peer peer, ClientResponse response) {
        String flaw = flaw(response);
        return flaw != null
                ? response.releaseBody().then(Mono.error(() -> new PeerException(peer, flaw)))
                : response.bodyToMono(byte[].class).map(text -> id(peer, text));
    }

    private @Nullable String flaw(ClientResponse response) {
        if (response.statusCode().value() != 200) {
            return "answered with status " + response.statusCode().value();
        }
        Optional<MediaType> type = response.headers().contentType();
        if (type.isEmpty() || !type.get().equalsTypeAndSubtype(MediaType.TEXT_PLAIN)) {
            return "answered with " + type.map(MediaType::toString).orElse("no type") + " instead of text/plain";
        }
        String theirs = response.headers().asHttpHeaders().getFirst(NAMESPACE);
        return namespace.equals(theirs) ? null : "answered for the namespace " + theirs + " instead of " + namespace;
    }

    private long id(Peer peer, byte[] text) {
        boolean digits = text.length >= 1 && text.length <= MAX_DIGITS;
        long id = 0;
        for (byte c : text) {
            digits = digits && c >= '0' && c <= '9';
            id = id * 10 + (c - '0');
        }
        // A number of nineteen digits overflows at most once, and is negative then.
        if (!digits || id < 0) {
            throw new PeerException(
                    peer, "answered with no id: " + Problem.shown(new String(text, StandardCharsets.US_ASCII)));
        }
        long worker = layout.decode(id).workerId();
        if (!peer.workerIds().contains(worker)) {
            throw new PeerException(
                    peer, "answered with an id of worker " + worker + ", but the table has it as " + peer.workerIds());
        }
        return id;
    }
}

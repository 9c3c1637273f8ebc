// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Answers {@code /ids} and {@code /lunique}. A controller could do the same. A filter is asked before Spring looks for one,
 * which is most of the work of so small an answer.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class IdsFilter implements WebFilter {

    private final Desk desk;
    private final String namespace;

    IdsFilter(Desk desk, String namespace) {
        this.desk = desk;
        this.namespace = namespace;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        String path = request.getPath().value();
        boolean forPeers = path.equals("/lunique");
        if (!forPeers && !path.equals("/ids")) {
            return chain.filter(exchange);
        }
        long began = desk.latencies().begin();
        boolean head = HttpMethod.HEAD.equals(request.getMethod());
        if (!head && !HttpMethod.GET.equals(request.getMethod())) {
            throw new MethodNotAllowedException(request.getMethod(), List.of(HttpMethod.GET));
        }
        Asked asked =
                Asked.of(request.getURI().getRawQuery(), request.getHeaders().get(HttpHeaders.ACCEPT), desk.maxCount());
        ServerHttpResponse response = exchange.getResponse();
        EdgeFilter.keepAlive(request.getHeaders(), response.getHeaders());
        if (forPeers) {
            response.getHeaders().set(PeerClient.NAMESPACE, namespace);
        }
        if (head) {
            return answer(response, asked.json(), new byte[0]);
        }
        if (desk.isOnTheSpot(asked)) {
            byte[] text = desk.fewAsText(asked);
            desk.latencies().finished(began);
            return answer(response, asked.json(), text);
        }
        CompletableFuture<byte[]> text = desk.manyAsText(asked);
        return Mono.fromFuture(text)
                .doOnTerminate(() -> desk.latencies().finished(began))
                .flatMap(body -> answer(response, asked.json(), body));
    }

    /** Nothing on the way may keep an answer: the next client would get the same ids. */
    private static Mono<Void> answer(ServerHttpResponse response, boolean json, byte[] body) {
        response.setStatusCode(HttpStatus.OK);
        HttpHeaders headers = response.getHeaders();
        headers.set(HttpHeaders.CONTENT_TYPE, json ? MediaType.APPLICATION_JSON_VALUE : MediaType.TEXT_PLAIN_VALUE);
        headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
        headers.set(EdgeFilter.CONTENT_TYPE_OPTIONS, "nosniff");
        if (body.length == 0) {
            return response.setComplete();
        }
        headers.setContentLength(body.length);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }
}

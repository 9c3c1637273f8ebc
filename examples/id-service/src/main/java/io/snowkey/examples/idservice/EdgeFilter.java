// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Keeps the rules for every answer that is not ids. It sets headers for browsers. A request that the
 * {@link RequestRulesHandler} refused, or whose {@code Accept} cannot be read, gets its problem before anything else
 * looks at it. And an error without a body gets one.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class EdgeFilter implements WebFilter {

    private static final String KEEP_ALIVE = "keep-alive";

    static final String CONTENT_TYPE_OPTIONS = "X-Content-Type-Options";

    /**
     * Nothing runs, and nothing is loaded, but what this service serves. A host name in the table may contain anything.
     */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        headers.set(CONTENT_TYPE_OPTIONS, "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        ServerHttpRequest request = exchange.getRequest();
        keepAlive(request.getHeaders(), headers);
        if (request.getPath().value().equals(RequestRulesHandler.REFUSED)) {
            Problem why = refusal(request);
            if (why != null) {
                throw new ProblemException(why);
            }
        }
        ServerHttpResponse response = new NeverEmpty(exchange);
        ServerWebExchange.Builder passedOn = exchange.mutate().response(response);
        List<String> accept = request.getHeaders().get(HttpHeaders.ACCEPT);
        if (accept != null && AcceptHeader.ranges(accept).isEmpty()) {
            // An empty header means the same as none. Not everything that answers here knows that.
            passedOn.request(with -> with.headers(each -> each.remove(HttpHeaders.ACCEPT)));
        }
        return chain.filter(passedOn.build()).then(Mono.defer(response::setComplete));
    }

    /** Tells a client of HTTP/1.0 that the connection stays open, if it asked for that. A newer client ignores it. */
    static void keepAlive(HttpHeaders asked, HttpHeaders answer) {
        String connection = asked.getFirst(HttpHeaders.CONNECTION);
        if (connection != null && connection.equalsIgnoreCase(KEEP_ALIVE)) {
            answer.set(HttpHeaders.CONNECTION, KEEP_ALIVE);
        }
    }

    private static @Nullable Problem refusal(ServerHttpRequest request) {
        Problem[] found = new Problem[1];
        HttpServerRequest netty = ServerHttpRequestDecorator.getNativeRequest(request);
        netty.withConnection(connection -> found[0] = RequestRulesHandler.why(connection.channel()));
        return found[0];
    }

    /** A response that writes a problem instead of an error without a body. */
    private static final class NeverEmpty extends ServerHttpResponseDecorator {

        private final ServerWebExchange exchange;

        NeverEmpty(ServerWebExchange exchange) {
            super(exchange.getResponse());
            this.exchange = exchange;
        }

        @Override
        public Mono<Void> setComplete() {
            HttpStatusCode status = getStatusCode();
            return status == null || !status.isError() || isCommitted()
                    ? super.setComplete()
                    : ProblemHandler.write(getDelegate(), ProblemHandler.problem(exchange.getRequest(), status, null));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.MethodNotAllowedException;
import reactor.core.publisher.Mono;

/**
 * Answers {@code /ids} and {@code /lunique}, and leaves every other path to Spring's handler. A controller could do the
 * same. But filters, an observation and the choice of a controller would be most of the work of so small an answer.
 */
final class IdsHandler implements HttpHandlerDecoratorFactory {

    private static final String IDS = "/ids";
    private static final String IDS_FOR_PEERS = "/lunique";

    private final IdService idService;
    private final ProblemHandler problems;
    private final String namespace;

    IdsHandler(IdService idService, ProblemHandler problems, String namespace) {
        this.idService = idService;
        this.problems = problems;
        this.namespace = namespace;
    }

    @Override
    public HttpHandler apply(HttpHandler others) {
        return (request, response) -> {
            String path = request.getPath().value();
            return path.equals(IDS) || path.equals(IDS_FOR_PEERS)
                    ? ids(request, response, path)
                    : others.handle(request, response);
        };
    }

    private Mono<Void> ids(ServerHttpRequest request, ServerHttpResponse response, String path) {
        EdgeFilter.keepAlive(request.getHeaders(), response.getHeaders());
        try {
            return answer(request, response, path);
        } catch (RuntimeException e) {
            return problems.answer(request, response, e);
        }
    }

    private Mono<Void> answer(ServerHttpRequest request, ServerHttpResponse response, String path) {
        long began = idService.latencies().begin();
        boolean head = HttpMethod.HEAD.equals(request.getMethod());
        if (!head && !HttpMethod.GET.equals(request.getMethod())) {
            throw new MethodNotAllowedException(request.getMethod(), List.of(HttpMethod.GET));
        }
        IdRequest wanted = IdRequest.of(
                request.getURI().getRawQuery(), request.getHeaders().get(HttpHeaders.ACCEPT), idService.maxCount());
        if (path.equals(IDS_FOR_PEERS)) {
            response.getHeaders().set(PeerClient.NAMESPACE, namespace);
        }
        if (head) {
            return write(response, wanted.json(), new byte[0]);
        }
        if (idService.isSmall(wanted)) {
            byte[] text = idService.answerNow(wanted);
            idService.latencies().finished(began);
            return write(response, wanted.json(), text);
        }
        CompletableFuture<byte[]> text = idService.answerLater(wanted);
        return Mono.fromFuture(text)
                .doOnTerminate(() -> idService.latencies().finished(began))
                .flatMap(body -> write(response, wanted.json(), body))
                .onErrorResume(failure -> problems.answer(request, response, failure));
    }

    /** Writes an answer that nothing on the way may store, because the next client would get the same ids. */
    private static Mono<Void> write(ServerHttpResponse response, boolean json, byte[] body) {
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

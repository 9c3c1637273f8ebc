// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.util.Set;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Every error of every path as a problem, ahead of Spring Boot's own way of putting it. */
@Order(-2)
final class ProblemHandler implements ErrorWebExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);
    private static final MediaType PROBLEM = MediaType.parseMediaType(Problem.MEDIA_TYPE);

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(failure);
        }
        Problem problem = problem(exchange, failure);
        response.setStatusCode(HttpStatusCode.valueOf(problem.status()));
        response.getHeaders().setContentType(PROBLEM);
        if (problem.retryAfterSeconds() != null) {
            response.getHeaders().set(HttpHeaders.RETRY_AFTER, String.valueOf(problem.retryAfterSeconds()));
        }
        if (failure instanceof MethodNotAllowedException wrongMethod) {
            response.getHeaders().setAllow(Set.copyOf(wrongMethod.getSupportedMethods()));
        }
        byte[] json = problem.json();
        response.getHeaders().setContentLength(json.length);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(json)));
    }

    private static Problem problem(ServerWebExchange exchange, Throwable failure) {
        if (!(failure instanceof ResponseStatusException status)) {
            Problem problem = ProblemException.problemOf(failure);
            if (problem.status() == HttpStatus.INTERNAL_SERVER_ERROR.value()) {
                LOG.error(
                        "{} {} failed",
                        exchange.getRequest().getMethod(),
                        exchange.getRequest().getPath(),
                        failure);
            }
            return problem;
        }
        HttpStatus known = HttpStatus.resolve(status.getStatusCode().value());
        String title = known != null ? known.getReasonPhrase() : "Error";
        return new Problem(status.getStatusCode().value(), title, detail(exchange, status), null);
    }

    private static String detail(ServerWebExchange exchange, ResponseStatusException status) {
        String path = Problem.shown(exchange.getRequest().getPath().value());
        if (status instanceof MethodNotAllowedException wrongMethod) {
            return path + " knows no " + wrongMethod.getHttpMethod() + ": use one of "
                    + wrongMethod.getSupportedMethods().stream()
                            .map(HttpMethod::name)
                            .sorted()
                            .collect(Collectors.joining(", "))
                    + ".";
        }
        if (status.getStatusCode().value() == HttpStatus.NOT_FOUND.value()) {
            return "There is nothing at " + path + "; /openapi.yaml says what there is.";
        }
        return status.getReason() != null ? status.getReason() : "See the status.";
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Answers every error of every path with a problem. It comes before Spring Boot's own handler. */
@Order(-2)
final class ProblemHandler implements ErrorWebExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);
    private static final MediaType PROBLEM = MediaType.parseMediaType(Problem.MEDIA_TYPE);

    /** For how long a kind of failure is logged without its stack trace, after it was logged with it. */
    private static final long SILENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final int KINDS = 100;

    private final Map<String, Long> logged = new ConcurrentHashMap<>();

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        return answer(exchange.getRequest(), exchange.getResponse(), failure);
    }

    /**
     * Answers with the problem that describes a failure. If an answer has begun already, the returned publisher fails.
     */
    Mono<Void> answer(ServerHttpRequest request, ServerHttpResponse response, Throwable failure) {
        if (response.isCommitted()) {
            return Mono.error(failure);
        }
        // The length belongs to the answer that is not sent.
        response.getHeaders().remove(HttpHeaders.CONTENT_LENGTH);
        if (failure instanceof MethodNotAllowedException wrongMethod) {
            response.getHeaders().setAllow(Set.copyOf(wrongMethod.getSupportedMethods()));
        }
        return write(response, problem(request, failure));
    }

    /** Answers with a problem. */
    static Mono<Void> write(ServerHttpResponse response, Problem problem) {
        response.setStatusCode(HttpStatusCode.valueOf(problem.status()));
        response.getHeaders().setContentType(PROBLEM);
        response.getHeaders().set(EdgeFilter.CONTENT_TYPE_OPTIONS, "nosniff");
        response.getHeaders().setCacheControl(CacheControl.noStore());
        if (problem.retryAfterSeconds() != null) {
            response.getHeaders().set(HttpHeaders.RETRY_AFTER, String.valueOf(problem.retryAfterSeconds()));
        }
        byte[] json = problem.json();
        response.getHeaders().setContentLength(json.length);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(json)));
    }

    private Problem problem(ServerHttpRequest request, Throwable failure) {
        if (failure instanceof ResponseStatusException status) {
            return problem(request, status.getStatusCode(), status);
        }
        if (failure instanceof InvalidMimeTypeException || failure instanceof InvalidMediaTypeException) {
            return Problem.badRequest("A header of the request that names types is not one.");
        }
        Problem problem = ProblemException.problemOf(failure);
        if (problem.status() == HttpStatus.INTERNAL_SERVER_ERROR.value()) {
            log(request, failure);
        }
        return problem;
    }

    /** Logs a failure. A small request must not cost a large piece of log each time. */
    private void log(ServerHttpRequest request, Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        String kind = failure.getClass().getName() + (trace.length > 0 ? trace[0] : "");
        long now = System.nanoTime();
        Long before = logged.get(kind);
        boolean first = before == null ? logged.size() < KINDS : now - before >= SILENCE_NANOS;
        if (first) {
            logged.put(kind, now);
            LOG.error(
                    "{} {} failed",
                    request.getMethod(),
                    Problem.shown(request.getPath().value()),
                    failure);
        } else {
            LOG.error(
                    "{} {} failed as before: {}",
                    request.getMethod(),
                    Problem.shown(request.getPath().value()),
                    Problem.shown(failure.toString()));
        }
    }

    /** The problem that describes a status. */
    static Problem problem(ServerHttpRequest request, HttpStatusCode code, @Nullable ResponseStatusException failure) {
        HttpStatus known = HttpStatus.resolve(code.value());
        String title = known != null ? known.getReasonPhrase() : "Error";
        return new Problem(code.value(), title, detail(request, code, failure), null);
    }

    private static String detail(
            ServerHttpRequest request, HttpStatusCode code, @Nullable ResponseStatusException failure) {
        String path = Problem.shown(request.getPath().value());
        if (failure instanceof MethodNotAllowedException wrongMethod) {
            return path + " knows no " + Problem.shown(wrongMethod.getHttpMethod()) + ": use one of "
                    + wrongMethod.getSupportedMethods().stream()
                            .map(HttpMethod::name)
                            .sorted()
                            .collect(Collectors.joining(", "))
                    + ".";
        }
        if (code.value() == HttpStatus.NOT_FOUND.value()) {
            return "There is nothing at " + path + "; /openapi.yaml says what there is.";
        }
        if (failure instanceof NotAcceptableStatusException) {
            return path + " is not to be had as any of the types of the header Accept.";
        }
        if (code.value() == HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE.value()) {
            return "The header Range asks for a part that " + path + " does not have.";
        }
        return failure != null && failure.getReason() != null ? Problem.cut(failure.getReason()) : "See the status.";
    }
}

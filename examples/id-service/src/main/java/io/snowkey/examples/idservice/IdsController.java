// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.snowkey.Flake;
import io.snowkey.SnowflakeLayout;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Everything about ids. Plain requests for {@code /ids} and {@code /lunique} do not come here but to {@link FastPath}. */
@RestController
final class IdsController {

    private static final int MAX_TARGET = 256;

    private final Desk desk;
    private final SnowflakeLayout layout;
    private final Routing routing;

    IdsController(Desk desk, SnowflakeLayout layout, Routing routing) {
        this.desk = desk;
        this.layout = layout;
        this.routing = routing;
    }

    @GetMapping({"/ids", "/lunique"})
    Mono<ResponseEntity<byte[]>> ids(ServerHttpRequest request) {
        long began = desk.latencies().begin();
        Asked asked = asked(request);
        if (HttpMethod.HEAD.equals(request.getMethod())) {
            return Mono.just(answer(new byte[0], asked.json()));
        }
        CompletableFuture<byte[]> text = desk.isOnTheSpot(asked)
                ? CompletableFuture.completedFuture(desk.fewAsText(asked))
                : desk.many(asked.ids()).thenApply(ids -> IdText.part(ids, 0, ids.length, asked.json()));
        return Mono.fromFuture(text).map(body -> answer(body, asked.json())).doOnTerminate(() -> desk.latencies()
                .finished(began));
    }

    @GetMapping(path = "/ids/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    IdView decode(@PathVariable String id, ServerHttpRequest request) {
        return IdView.of(id, Asked.parameter(request.getURI().getRawQuery(), "form"), layout);
    }

    @GetMapping("/flakes")
    Mono<ResponseEntity<byte[]>> flakes(ServerHttpRequest request) {
        Asked asked = asked(request);
        Function<Flake, String> form = flakeForm(Asked.parameter(query(request), "form"));
        if (HttpMethod.HEAD.equals(request.getMethod())) {
            return Mono.just(answer(new byte[0], asked.json()));
        }
        return Mono.fromFuture(desk.flakes(asked.ids()))
                .map(flakes -> answer(text(asked, Arrays.stream(flakes).map(form)), asked.json()));
    }

    private static Function<Flake, String> flakeForm(@Nullable String form) {
        if (form == null || form.equals("base62")) {
            return Flake::toString;
        }
        if (form.equals("uuid")) {
            return flake -> flake.toUuid().toString();
        }
        throw new ProblemException(Problem.badRequest("form is " + Problem.shown(form) + ": must be base62 or uuid."));
    }

    private static byte[] text(Asked asked, Stream<String> flakes) {
        String text;
        if (asked.json()) {
            String quoted = flakes.map(flake -> '"' + flake + '"').collect(Collectors.joining(","));
            text = asked.count() == 0 ? "{\"flake\":" + quoted + "}" : "{\"flakes\":[" + quoted + "]}";
        } else {
            text = asked.count() == 0
                    ? flakes.collect(Collectors.joining())
                    : flakes.map(flake -> flake + '\n').collect(Collectors.joining());
        }
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** An id of the node that owns a key. */
    @GetMapping("/dunique")
    Mono<ResponseEntity<byte[]>> dunique(ServerHttpRequest request) {
        String target = Asked.parameter(query(request), "target");
        if (target == null || target.isEmpty() || target.length() > MAX_TARGET) {
            throw new ProblemException(Problem.badRequest(
                    "target is " + (target == null ? "missing" : Problem.shown(target)) + ": must be a key of 1 to "
                            + MAX_TARGET + " characters; all requests with one key are answered by one node."));
        }
        boolean json = Asked.wantsJson(request.getHeaders().getFirst(HttpHeaders.ACCEPT));
        if (HttpMethod.HEAD.equals(request.getMethod())) {
            return Mono.just(answer(new byte[0], json));
        }
        return routing.next(target).map(id -> answer(IdText.one(id, json), json));
    }

    private Asked asked(ServerHttpRequest request) {
        return Asked.of(query(request), request.getHeaders().getFirst(HttpHeaders.ACCEPT), desk.maxCount());
    }

    private static @Nullable String query(ServerHttpRequest request) {
        return request.getURI().getRawQuery();
    }

    private static ResponseEntity<byte[]> answer(byte[] body, boolean json) {
        return ResponseEntity.ok()
                .contentType(json ? MediaType.APPLICATION_JSON : MediaType.TEXT_PLAIN)
                .cacheControl(CacheControl.noStore())
                .body(body);
    }
}

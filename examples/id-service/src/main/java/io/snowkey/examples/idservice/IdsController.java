// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

/** Answers the requests about ids that {@link IdsHandler} does not answer. */
@RestController
final class IdsController {

    private static final int MAX_TARGET = 256;

    private final IdService idService;
    private final SnowflakeLayout layout;
    private final Routing routing;

    IdsController(IdService idService, SnowflakeLayout layout, Routing routing) {
        this.idService = idService;
        this.layout = layout;
        this.routing = routing;
    }

    @GetMapping(path = "/ids/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    Record decode(@PathVariable String id, ServerHttpRequest request) {
        String form = IdRequest.parameter(query(request), "form");
        boolean flakeid = form == null ? FlakeidView.looksLike(id) : form.equals(FlakeidView.FORM);
        return flakeid ? FlakeidView.of(id) : IdView.of(id, form, layout);
    }

    @GetMapping("/flakes")
    Mono<ResponseEntity<byte[]>> flakes(ServerHttpRequest request) {
        IdRequest wanted = idRequest(request);
        Function<Flake, String> form = flakeForm(IdRequest.parameter(query(request), "form"));
        if (HttpMethod.HEAD.equals(request.getMethod())) {
            return Mono.just(answer(new byte[0], wanted.json()));
        }
        return Mono.fromFuture(idService.flakes(wanted.ids()))
                .map(flakes -> answer(text(wanted, Arrays.stream(flakes).map(form)), wanted.json()));
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

    private static byte[] text(IdRequest wanted, Stream<String> flakes) {
        String text;
        if (wanted.json()) {
            String quoted = flakes.map(flake -> '"' + flake + '"').collect(Collectors.joining(","));
            text = wanted.count() == 0 ? "{\"flake\":" + quoted + "}" : "{\"flakes\":[" + quoted + "]}";
        } else {
            text = wanted.count() == 0
                    ? flakes.collect(Collectors.joining())
                    : flakes.map(flake -> flake + '\n').collect(Collectors.joining());
        }
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Answers with an id of the node that owns a key. Without a key, it is an id of this node. With the key
     * {@code random}, it is an id of any node.
     */
    @GetMapping("/dunique")
    Mono<ResponseEntity<byte[]>> dunique(ServerHttpRequest request) {
        String target = IdRequest.parameter(query(request), "target");
        if (target != null && (target.isEmpty() || target.length() > MAX_TARGET)) {
            throw new ProblemException(Problem.badRequest("target is " + Problem.shown(target)
                    + ": must be a key of 1 to " + MAX_TARGET
                    + " characters; all requests with one key are answered by one node. It may also be random, for any node,"
                    + " or missing, for this one."));
        }
        boolean json = AcceptHeader.json(request.getHeaders().get(HttpHeaders.ACCEPT));
        if (HttpMethod.HEAD.equals(request.getMethod())) {
            return Mono.just(answer(new byte[0], json));
        }
        Mono<Long> id =
                target == null ? routing.here() : target.equals("random") ? routing.anywhere() : routing.next(target);
        return id.map(each -> answer(IdFormatter.one(each, json), json));
    }

    private IdRequest idRequest(ServerHttpRequest request) {
        return IdRequest.of(query(request), request.getHeaders().get(HttpHeaders.ACCEPT), idService.maxCount());
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

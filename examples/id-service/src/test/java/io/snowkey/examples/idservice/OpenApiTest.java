// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/** The OpenAPI document says what there is, and nothing else. */
final class OpenApiTest {

    private static IdServiceNode node;
    private static OpenApiDocument document;

    @BeforeAll
    static void start() throws IOException {
        node = IdServiceNode.start("open-api");
        document = OpenApiDocument.of(node.port());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void itListsThePathsThatThereAre() {
        Set<String> real = node
                .bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue().getBeanType().getPackage().equals(OpenApiTest.class.getPackage()))
                .flatMap(entry -> entry.getKey().getPatternsCondition().getPatterns().stream())
                .map(Object::toString)
                .collect(Collectors.toCollection(TreeSet::new));
        real.addAll(List.of("/ids", "/lunique")); // of IdsHandler, which no mapping knows

        assertThat(OpenApiDocument.map(document.at("#/paths")).keySet()).containsExactlyInAnyOrderElementsOf(real);
    }

    @Test
    void itListsTheParametersThatAreUnderstood() {
        assertThat(parameters("/ids")).containsExactly("count");
        assertThat(parameters("/flakes")).containsExactly("count", "form");
        assertThat(parameters("/dunique")).containsExactly("target");
        assertThat(parameters("/ids/{id}")).containsExactly("form", "id");
        assertThat(document.at("#/components/parameters/count/schema"))
                .isEqualTo(Map.of(
                        "type",
                        "integer",
                        "minimum",
                        1,
                        "maximum",
                        node.bean(IdService.class).maxCount()));
    }

    private static Set<String> parameters(String path) {
        List<?> parameters = (List<?>) document.operation(path).get("parameters");
        return parameters.stream()
                .map(parameter -> document.resolved(parameter).get("name").toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void answersAreAsItSays() throws IOException {
        for (String accept : List.of("text/plain", "application/json")) {
            for (String query : List.of("", "?count=1", "?count=3", "?count=150")) {
                check("/ids", "/ids" + query, accept);
                check("/lunique", "/lunique" + query, accept);
                check("/flakes", "/flakes" + query, accept);
            }
            check("/dunique", "/dunique?target=a", accept);
            check("/dunique", "/dunique", accept);
        }
        check("/ids/{id}", "/ids/1", "application/json");
        check("/ids/{id}", "/ids/0192f3c4a5b600000a1b2c3d4e5f0001", "application/json");
        check("/workers", "/workers", "application/json");
        check("/statistics", "/statistics", "application/json");
        for (String bad : List.of("/ids?count=0", "/lunique?count=0", "/flakes?count=0", "/dunique?target=")) {
            check(bad.substring(0, bad.contains("?") ? bad.indexOf('?') : bad.length()), bad, "*/*");
        }
        check("/ids/{id}", "/ids/x", "*/*");
        check("/ids", "/ids", "image/png");
    }

    private static void check(String path, String uri, String accept) throws IOException {
        document.assertAnnounces(path, uri, Http.once(node.port(), uri, "Accept: " + accept));
    }

    @Test
    void anAnswerThatIsNotAsItSaysIsNoticed() {
        Object problem = OpenApiDocument.map(document.at("#/components/schemas/Problem"));

        assertThat(document.mismatch(Map.of("type", "a", "title", "b", "status", 400, "detail", "c"), problem, ""))
                .isEmpty();
        assertThat(document.mismatch(Map.of("type", "a", "title", "b", "status", "400", "detail", "c"), problem, ""))
                .isNotEmpty();
        assertThat(document.mismatch(Map.of("type", "a", "title", "b", "status", 400), problem, ""))
                .isNotEmpty();
        assertThat(document.mismatch(Map.of("id", 1), OpenApiDocument.map(document.at("#/components/schemas/One")), ""))
                .isNotEmpty();
        assertThat(document.mismatch(
                        Map.of("id", "1", "x", 1), OpenApiDocument.map(document.at("#/components/schemas/One")), ""))
                .isNotEmpty();
    }
}

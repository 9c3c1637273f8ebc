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
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.ObjectMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The OpenAPI document says what there is, and nothing else. */
final class OpenApiTest {

    private static IdServiceNode node;
    private static Map<String, Object> document;

    @BeforeAll
    static void start() throws IOException {
        node = IdServiceNode.start("open-api");
        Http.Answer answer = Http.once(node.port(), "/openapi.yaml");
        assertThat(answer.type()).isEqualTo("application/yaml");
        document = new Yaml().load(answer.body());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    private static Object at(String pointer) {
        Object value = document;
        for (String step : pointer.replace("#/", "").split("/", -1)) {
            value = map(value).get(step.replace("~1", "/"));
        }
        return value;
    }

    private static Map<String, Object> resolved(Object schema) {
        Object reference = map(schema).get("$ref");
        return reference == null ? map(schema) : map(at(reference.toString()));
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

        assertThat(map(document.get("paths")).keySet()).containsExactlyInAnyOrderElementsOf(real);
    }

    @Test
    void itListsTheParametersThatAreUnderstood() {
        assertThat(parameters("/ids")).containsExactly("count");
        assertThat(parameters("/flakes")).containsExactly("count", "form");
        assertThat(parameters("/dunique")).containsExactly("target");
        assertThat(parameters("/ids/{id}")).containsExactly("form", "id");
        assertThat(at("#/components/parameters/count/schema"))
                .isEqualTo(Map.of(
                        "type",
                        "integer",
                        "minimum",
                        1,
                        "maximum",
                        node.bean(Desk.class).maxCount()));
    }

    private static Set<String> parameters(String path) {
        List<?> parameters = (List<?>) operation(path).get("parameters");
        return parameters.stream()
                .map(parameter -> resolved(parameter).get("name").toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Object> operation(String path) {
        return map(map(map(document.get("paths")).get(path)).get("get"));
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
        }
        check("/ids/{id}", "/ids/1", "application/json");
        check("/workers", "/workers", "application/json");
        check("/statistics", "/statistics", "application/json");
        for (String bad : List.of("/ids?count=0", "/lunique?count=0", "/flakes?count=0", "/dunique")) {
            check(bad.substring(0, bad.contains("?") ? bad.indexOf('?') : bad.length()), bad, "*/*");
        }
        check("/ids/{id}", "/ids/x", "*/*");
        check("/ids", "/ids", "image/png");
    }

    private static void check(String path, String uri, String accept) throws IOException {
        Http.Answer answer = Http.once(node.port(), uri, "Accept: " + accept);
        Map<String, Object> responses = map(operation(path).get("responses"));
        assertThat(responses).as(uri).containsKey(String.valueOf(answer.status()));
        Map<String, Object> content =
                map(resolved(responses.get(String.valueOf(answer.status()))).get("content"));
        assertThat(content).as(uri).containsKey(answer.type());
        Map<String, Object> schema = resolved(map(content.get(answer.type())).get("schema"));
        if (answer.type().equals("text/plain")) {
            assertThat(answer.body()).matches(schema.get("pattern").toString());
        } else {
            assertThat(mismatch(new ObjectMapper().readValue(answer.body(), Object.class), schema, uri))
                    .isEmpty();
        }
    }

    /** As much of JSON Schema as the document uses. Empty if the value fits. */
    private static String mismatch(Object value, Object given, String where) {
        Map<String, Object> schema = resolved(given);
        if (schema.get("oneOf") instanceof List<?> choices) {
            long fitting = choices.stream()
                    .filter(choice -> mismatch(value, choice, where).isEmpty())
                    .count();
            return fitting == 1 ? "" : where + " fits " + fitting + " of oneOf; ";
        }
        if (value instanceof Map<?, ?> object) {
            return mismatchOf(object, schema, where);
        }
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(item -> mismatch(item, schema.get("items"), where + "[]"))
                    .collect(Collectors.joining());
        }
        String type = value == null
                ? "null"
                : value instanceof String ? "string" : value instanceof Boolean ? "boolean" : numberType(value, schema);
        Object types = schema.get("type");
        boolean fits = types instanceof List<?> several ? several.contains(type) : type.equals(types);
        boolean matches = !(schema.get("pattern") instanceof String pattern)
                || String.valueOf(value).matches(pattern);
        boolean listed = !(schema.get("enum") instanceof List<?> values) || values.contains(value);
        return fits && matches && listed ? "" : where + " is " + value + ", not " + schema + "; ";
    }

    private static String numberType(Object value, Map<String, Object> schema) {
        boolean whole = value instanceof Integer || value instanceof Long;
        return whole && !"number".equals(schema.get("type")) ? "integer" : "number";
    }

    private static String mismatchOf(Map<?, ?> object, Map<String, Object> schema, String where) {
        Map<String, Object> properties = map(schema.get("properties"));
        StringBuilder mismatch = new StringBuilder();
        if (!object.keySet().containsAll((List<?>) schema.get("required"))
                || !properties.keySet().containsAll(object.keySet())) {
            mismatch.append(where)
                    .append(" has ")
                    .append(object.keySet())
                    .append(", not ")
                    .append(properties.keySet())
                    .append("; ");
        } else {
            object.forEach((name, value) -> mismatch.append(mismatch(value, properties.get(name), where + "." + name)));
        }
        return mismatch.toString();
    }

    @Test
    void anAnswerThatIsNotAsItSaysIsNoticed() {
        Object problem = map(at("#/components/schemas/Problem"));

        assertThat(mismatch(Map.of("type", "a", "title", "b", "status", 400, "detail", "c"), problem, ""))
                .isEmpty();
        assertThat(mismatch(Map.of("type", "a", "title", "b", "status", "400", "detail", "c"), problem, ""))
                .isNotEmpty();
        assertThat(mismatch(Map.of("type", "a", "title", "b", "status", 400), problem, ""))
                .isNotEmpty();
        assertThat(mismatch(Map.of("id", 1), map(at("#/components/schemas/One")), ""))
                .isNotEmpty();
        assertThat(mismatch(Map.of("id", "1", "x", 1), map(at("#/components/schemas/One")), ""))
                .isNotEmpty();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.ObjectMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What a node says of itself in its OpenAPI document, to be held against what it answers. */
final class OpenApiDocument {

    private final Map<String, Object> document;

    private OpenApiDocument(Map<String, Object> document) {
        this.document = document;
    }

    static OpenApiDocument of(int port) throws IOException {
        Http.Answer answer = Http.once(port, "/openapi.yaml");
        assertThat(answer.type()).isEqualTo("application/yaml");
        return new OpenApiDocument(new Yaml().load(answer.body()));
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    Object at(String pointer) {
        Object value = document;
        for (String step : pointer.replace("#/", "").split("/", -1)) {
            value = map(value).get(step.replace("~1", "/"));
        }
        return value;
    }

    Map<String, Object> resolved(Object schema) {
        Object reference = map(schema).get("$ref");
        return reference == null ? map(schema) : map(at(reference.toString()));
    }

    Map<String, Object> operation(String path) {
        return map(map(map(document.get("paths")).get(path)).get("get"));
    }

    /** That status, headers, type and content are among those announced for the path. */
    void assertAnnounces(String path, String uri, Http.Answer answer) {
        Map<String, Object> responses = map(operation(path).get("responses"));
        assertThat(responses).as(uri).containsKey(String.valueOf(answer.status()));
        Map<String, Object> response = resolved(responses.get(String.valueOf(answer.status())));
        if (response.containsKey("headers")) {
            assertThat(answer.headers())
                    .as(uri)
                    .containsKeys(map(response.get("headers")).keySet().stream()
                            .map(name -> name.toLowerCase(Locale.ROOT))
                            .toArray(String[]::new));
        }
        Map<String, Object> content = map(response.get("content"));
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
    String mismatch(Object value, Object given, String where) {
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

    private String mismatchOf(Map<?, ?> object, Map<String, Object> schema, String where) {
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
}

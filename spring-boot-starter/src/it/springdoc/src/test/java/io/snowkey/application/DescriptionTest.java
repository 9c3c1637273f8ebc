// SPDX-License-Identifier: Apache-2.0
package io.snowkey.application;

import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.snowkey.PublicIdKey;
import io.snowkey.PublicIds;
import io.snowkey.hibernate.SnowflakeId;
import io.snowkey.spring.boot.PublicId;
import io.snowkey.spring.boot.SnowflakeText;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An API is described as it answers: what is written as a string is called one, and nothing else is. */
class DescriptionTest {

    private static final String KEY = "0:" + "A".repeat(42) + "E=";
    private static final PublicIds ORDERS =
            PublicIds.builder().prefix("ord").key(PublicIdKey.parse(KEY)).build();

    record View(
            @SnowflakeText long primitive,
            @SnowflakeText Long object,
            @SnowflakeText BigInteger big,
            @SnowflakeText List<Long> list,
            @PublicId("ord") Long order,
            @PublicId("ord") List<Long> orders,
            @SnowflakeId Long key,
            @SnowflakeId @JsonFormat(shape = JsonFormat.Shape.NUMBER) Long number,
            Long plain) {}

    @SpringBootApplication
    @RestController
    static class Application {

        @GetMapping("/views/{text}/{plain}/{order}")
        View view(
                @PathVariable @SnowflakeText long text,
                @PathVariable long plain,
                @PathVariable @PublicId("ord") long order) {
            BigInteger big = BigInteger.valueOf(text);
            return new View(text, text, big, List.of(text), order, List.of(order), text, text, text);
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 3.1.0", "false, 3.1.0", "true, 3.0.1"})
    void saysStringWhereTheAnswerIsOne(boolean keys, String specification) throws Exception {
        try (ConfigurableApplicationContext context = SpringApplication.run(
                Application.class,
                "--server.port=0",
                "--snowkey.worker-id=7",
                "--springdoc.api-docs.version=" + (specification.startsWith("3.0") ? "openapi_3_0" : "openapi_3_1"),
                "--snowkey.public-ids.key=" + KEY,
                "--snowkey.json.ids-as-strings=" + keys)) {
            JsonNode answer = get(context, "/views/7/7/" + ORDERS.format(7));
            JsonNode description = get(context, "/v3/api-docs");
            Assertions.assertTrue(description.get("openapi").asString().startsWith(specification.substring(0, 3)));
            JsonNode attributes = description.at("/components/schemas/View/properties");
            for (String name : answer.propertyNames()) {
                JsonNode value = answer.get(name);
                JsonNode schema = attributes.get(name);
                if (value.isArray()) {
                    value = value.get(0);
                    schema = schema.get("items");
                }
                Assertions.assertEquals(
                        value.isString() ? "string" : "integer",
                        schema.get("type").asString(),
                        name);
                Assertions.assertEquals(value.isString(), !schema.has("format") && !name.equals("plain"), name);
            }
            Assertions.assertEquals(keys, answer.get("key").isString());
            Assertions.assertTrue(answer.get("list").get(0).isString());
            JsonNode parameters = description.at("/paths/~1views~1{text}~1{plain}~1{order}/get/parameters");
            Assertions.assertEquals("string", parameters.at("/0/schema/type").asString());
            Assertions.assertEquals("integer", parameters.at("/1/schema/type").asString());
            Assertions.assertEquals(
                    ORDERS.pattern(), parameters.at("/2/schema/pattern").asString());
            Assertions.assertEquals(
                    ORDERS.pattern(), attributes.at("/order/pattern").asString());
            Assertions.assertEquals(
                    ORDERS.pattern(), attributes.at("/orders/items/pattern").asString());
            Assertions.assertTrue(attributes.at("/object/pattern").isMissingNode());
        }
    }

    private static JsonNode get(ConfigurableApplicationContext context, String path) throws Exception {
        URI uri = URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path);
        String body = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
        return JsonMapper.shared().readTree(body);
    }
}

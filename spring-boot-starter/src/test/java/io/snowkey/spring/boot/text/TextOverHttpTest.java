// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.text;

import java.math.BigInteger;
import java.net.http.HttpRequest;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.snowkey.TextForm;
import io.snowkey.hibernate.SnowflakeId;
import io.snowkey.spring.boot.Requests;
import io.snowkey.spring.boot.SnowflakeText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/** Ids as text, as a browser sees them: a web server with Spring MVC. */
class TextOverHttpTest {

    private static final long ID = 175928847299117063L;

    private static ConfigurableApplicationContext context;

    @BeforeAll
    static void start() {
        context = new SpringApplicationBuilder(Application.class)
                .properties(
                        "server.port=0",
                        "snowkey.worker-id=7",
                        "snowkey.json.ids-as-strings=true",
                        "spring.flyway.enabled=false",
                        "spring.liquibase.enabled=false")
                .run();
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Controller.class)
    static class Application {}

    record Form(@SnowflakeText(TextForm.BASE62) Long id) {}

    record View(@SnowflakeText(TextForm.BASE32) long id) {}

    record CustomerView(@JsonFormat(shape = JsonFormat.Shape.STRING) long id) {}

    static final class Entity {
        @SnowflakeId
        public Long id = ID;
    }

    @RestController
    static class Controller {

        @GetMapping("/path/{id}")
        String path(@PathVariable @SnowflakeText(TextForm.BASE32) long id) {
            return Long.toString(id);
        }

        @GetMapping("/parameter")
        String parameter(@RequestParam @SnowflakeText BigInteger id) {
            return id.toString();
        }

        @GetMapping("/optional")
        String optional(@RequestParam(required = false) @SnowflakeText Long id) {
            return String.valueOf(id);
        }

        @GetMapping("/header")
        String header(@RequestHeader("Key") @SnowflakeText(TextForm.BASE62) Long id) {
            return id.toString();
        }

        @GetMapping("/form")
        String form(@ModelAttribute Form form) {
            return form.id().toString();
        }

        @GetMapping("/usual/{number}")
        String usual(@PathVariable long number) {
            return Long.toString(number);
        }

        @PostMapping("/json")
        View json(@RequestBody View view) {
            return view;
        }

        @PostMapping("/plain")
        CustomerView plain(@RequestBody CustomerView view) {
            return view;
        }

        @PostMapping("/entity")
        Entity entity(@RequestBody Entity entity) {
            return entity;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/path/04W86BB0G4007",
                "/path/175928847299117063",
                "/parameter?id=175928847299117063",
                "/parameter?id=0175928847299117063",
                "/optional?id=175928847299117063",
                "/form?id=0Czks0tP37X",
                "/form?id=175928847299117063",
                "/usual/175928847299117063"
            })
    void readsDecimalAndTextForms(String path) throws Exception {
        assertThat(Requests.get(context, path).body()).isEqualTo(Long.toString(ID));
    }

    @Test
    void readsHeaders() throws Exception {
        HttpRequest.Builder request = Requests.to(context, "/header").header("Key", "0Czks0tP37X");
        assertThat(Requests.send(request).body()).isEqualTo(Long.toString(ID));
    }

    @Test
    void takesAnEmptyParameterForOneThatIsNotThere() throws Exception {
        assertThat(Requests.get(context, "/optional?id=").body()).isEqualTo("null");
        assertThat(Requests.get(context, "/optional").body()).isEqualTo("null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/path/U-boat",
                "/path/04W86BB0G400",
                "/path/9223372036854775808",
                "/parameter?id=04W86BB0G4007",
                "/form?id=_",
                "/usual/04W86BB0G4007"
            })
    void refusesWhatIsNoId(String path) throws Exception {
        assertThat(Requests.get(context, path).statusCode()).isEqualTo(400);
    }

    /** Not what one would wish for, but what the documentation says. */
    @Test
    void leavesTheLastWordToSpring() throws Exception {
        assertThat(Requests.get(context, "/path/-7").body()).isEqualTo("-7");
    }

    @Test
    void writesAndReadsAnnotatedAttributesInJson() throws Exception {
        for (String id : new String[] {"\"04W86BB0G4007\"", "\"175928847299117063\"", "175928847299117063"}) {
            assertThat(Requests.post(context, "/json", "{\"id\":" + id + "}").body())
                    .isEqualTo("{\"id\":\"04W86BB0G4007\"}");
        }
        assertThat(Requests.post(context, "/json", "{\"id\":\"U-boat\"}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void writesAndReadsKeysOfEntitiesInJson() throws Exception {
        for (String id : new String[] {"\"175928847299117063\"", "175928847299117063"}) {
            assertThat(Requests.post(context, "/entity", "{\"id\":" + id + "}").body())
                    .isEqualTo("{\"id\":\"175928847299117063\"}");
        }
        assertThat(Requests.post(context, "/entity", "{\"id\":\"U-boat\"}").statusCode())
                .isEqualTo(400);
    }

    /** Which works beside ours, with each line of Jackson. */
    @Test
    void writesAndReadsDecimalStringsByJacksonsOwnMeans() throws Exception {
        for (String id : new String[] {"\"175928847299117063\"", "175928847299117063"}) {
            assertThat(Requests.post(context, "/plain", "{\"id\":" + id + "}").body())
                    .isEqualTo("{\"id\":\"175928847299117063\"}");
        }
        assertThat(Requests.post(context, "/plain", "{\"id\":\"U-boat\"}").statusCode())
                .isEqualTo(400);
    }
}

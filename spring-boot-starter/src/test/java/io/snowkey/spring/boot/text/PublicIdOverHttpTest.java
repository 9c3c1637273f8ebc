// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.text;

import java.math.BigInteger;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Locale;

import io.snowkey.PublicIdKey;
import io.snowkey.PublicIds;
import io.snowkey.TextForm;
import io.snowkey.hibernate.SnowflakeId;
import io.snowkey.spring.boot.PublicId;
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

/** Public ids, as a client of a web server with Spring MVC sees them, while numbers are refused, read and written. */
class PublicIdOverHttpTest {

    private static final long ID = 175928847299117063L;
    private static final String OLD = "0:" + "A".repeat(42) + "E=";
    private static final String NEW = "1:" + "B".repeat(42) + "E=";
    private static final PublicIds ORDERS = PublicIds.builder()
            .prefix("ord")
            .key(PublicIdKey.parse(NEW))
            .oldKey(PublicIdKey.parse(OLD))
            .build();
    private static final String TEXT = ORDERS.format(ID);
    private static final String OLD_TEXT = PublicIds.builder()
            .prefix("ord")
            .key(PublicIdKey.parse(OLD))
            .build()
            .format(ID);

    private static ConfigurableApplicationContext refusing;
    private static ConfigurableApplicationContext reading;
    private static ConfigurableApplicationContext writing;

    @BeforeAll
    static void start() {
        refusing = start("refused");
        reading = start("read");
        writing = start("written");
    }

    private static ConfigurableApplicationContext start(String numbers) {
        return new SpringApplicationBuilder(Application.class)
                .properties(
                        "server.port=0",
                        "snowkey.worker-id=7",
                        "snowkey.public-ids.key=" + NEW,
                        "snowkey.public-ids.old-keys=" + OLD,
                        "snowkey.public-ids.numbers=" + numbers,
                        "spring.flyway.enabled=false",
                        "spring.liquibase.enabled=false")
                .run();
    }

    @AfterAll
    static void stop() {
        refusing.close();
        reading.close();
        writing.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Controller.class)
    static class Application {}

    record Form(@PublicId("ord") Long id) {}

    record View(
            @PublicId("ord") long id,
            @PublicId("ord") BigInteger big,
            @PublicId("ord") List<Long> several,
            @PublicId("ord") @SnowflakeText(TextForm.BASE32) Long text,
            @PublicId("cus") Long customer,
            long amount) {}

    static final class Entity {
        @SnowflakeId
        @PublicId("ord")
        public Long id = ID;
    }

    @RestController
    static class Controller {

        @GetMapping("/path/{id}")
        String path(@PathVariable @PublicId("ord") long id) {
            return Long.toString(id);
        }

        @GetMapping("/parameter")
        String parameter(@RequestParam @PublicId("ord") BigInteger id) {
            return id.toString();
        }

        @GetMapping("/optional")
        String optional(@RequestParam(required = false) @PublicId("ord") Long id) {
            return String.valueOf(id);
        }

        @GetMapping("/header")
        String header(@RequestHeader("Key") @PublicId("ord") Long id) {
            return id.toString();
        }

        @GetMapping("/form")
        String form(@ModelAttribute Form form) {
            return form.id().toString();
        }

        @GetMapping("/view")
        View view() {
            return new View(ID, BigInteger.valueOf(ID), List.of(ID), ID, null, 7);
        }

        @PostMapping("/json")
        View json(@RequestBody View view) {
            return view;
        }

        @PostMapping("/entity")
        Entity entity(@RequestBody Entity entity) {
            return entity;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/path/%s", "/parameter?id=%s", "/optional?id=%s", "/form?id=%s"})
    void readsTextsOfTheNewAndTheOldKeyInRequests(String path) throws Exception {
        for (ConfigurableApplicationContext context : List.of(refusing, reading, writing)) {
            assertThat(Requests.get(context, path.formatted(TEXT)).body()).isEqualTo(Long.toString(ID));
            assertThat(Requests.get(context, path.formatted(OLD_TEXT)).body()).isEqualTo(Long.toString(ID));
        }
    }

    @Test
    void readsHeaders() throws Exception {
        HttpRequest.Builder request = Requests.to(refusing, "/header").header("Key", TEXT);
        assertThat(Requests.send(request).body()).isEqualTo(Long.toString(ID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/path/%s", "/parameter?id=%s", "/optional?id=%s", "/form?id=%s"})
    void readsNumbersOnlyWhereThatIsWanted(String path) throws Exception {
        for (String number : List.of(Long.toString(ID), "0x271052BEE98D007", "-7", "007", "%20" + ID)) {
            assertThat(Requests.get(refusing, path.formatted(number)).body())
                    .as(number)
                    .isEqualTo("-1");
        }
        assertThat(Requests.get(reading, path.formatted(ID)).body()).isEqualTo(Long.toString(ID));
        assertThat(Requests.get(writing, path.formatted(ID)).body()).isEqualTo(Long.toString(ID));
    }

    @Test
    void refusesOtherTextsInRequests() throws Exception {
        String other = PublicIds.builder()
                .prefix("cus")
                .key(PublicIdKey.parse(NEW))
                .build()
                .format(ID);
        for (ConfigurableApplicationContext context : List.of(refusing, reading, writing)) {
            for (String text : List.of(other, mistyped(), "ord_", "U-boat", TEXT.toLowerCase(Locale.ROOT))) {
                assertThat(Requests.get(context, "/path/" + text).statusCode())
                        .as(text)
                        .isEqualTo(400);
            }
        }
    }

    private static String mistyped() {
        char last = TEXT.charAt(TEXT.length() - 1);
        return TEXT.substring(0, TEXT.length() - 1) + (last == 'A' ? 'B' : 'A');
    }

    @Test
    void writesTextsInJson() throws Exception {
        String expected = "{'id':'%1$s','big':'%1$s','several':['%1$s'],'text':'%1$s','customer':null,'amount':7}"
                .formatted(TEXT)
                .replace('\'', '"');
        assertThat(Requests.get(refusing, "/view").body()).isEqualTo(expected);
        assertThat(Requests.get(reading, "/view").body()).isEqualTo(expected);
    }

    @Test
    void writesInJsonWhatItWroteBeforeWhileThatIsWanted() throws Exception {
        String expected = "{'id':%1$d,'big':%1$d,'several':[%1$d],'text':'04W86BB0G4007','customer':null,'amount':7}"
                .formatted(ID)
                .replace('\'', '"');
        assertThat(Requests.get(writing, "/view").body()).isEqualTo(expected);
    }

    @Test
    void readsTextsInJson() throws Exception {
        String answer = Requests.get(refusing, "/view").body();
        for (ConfigurableApplicationContext context : List.of(refusing, reading, writing)) {
            for (String text : List.of(TEXT, OLD_TEXT)) {
                assertThat(Requests.post(context, "/json", answer.replace(TEXT, text))
                                .body())
                        .isEqualTo(Requests.get(context, "/view").body());
            }
        }
    }

    @Test
    void readsNumbersInJsonOnlyWhereThatIsWanted() throws Exception {
        String answer = Requests.get(writing, "/view").body();
        assertThat(Requests.post(refusing, "/json", answer).statusCode()).isEqualTo(400);
        assertThat(Requests.post(reading, "/json", answer).body())
                .isEqualTo(Requests.get(reading, "/view").body());
        assertThat(Requests.post(writing, "/json", answer).body()).isEqualTo(answer);
        for (String digits : List.of(Long.toString(ID), '"' + Long.toString(ID) + '"')) {
            String entity = "{\"id\":" + digits + "}";
            assertThat(Requests.post(refusing, "/entity", entity).statusCode())
                    .as(entity)
                    .isEqualTo(400);
            assertThat(Requests.post(reading, "/entity", entity).body()).isEqualTo("{\"id\":\"" + TEXT + "\"}");
            assertThat(Requests.post(writing, "/entity", entity).body()).isEqualTo("{\"id\":" + ID + "}");
        }
    }
}

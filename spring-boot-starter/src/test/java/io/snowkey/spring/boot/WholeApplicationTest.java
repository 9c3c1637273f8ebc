// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import io.snowkey.registry.TestDatabase;
import io.snowkey.spring.boot.book.Book;
import io.snowkey.spring.boot.book.BookApplication;
import io.snowkey.spring.boot.book.Books;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/** An application with all there is: a real web server on virtual threads, PostgreSQL, actuator and a Prometheus scrape. */
@SpringBootTest(
        classes = {BookApplication.class, WholeApplicationTest.BookController.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.threads.virtual.enabled=true",
            "spring.jpa.hibernate.ddl-auto=create",
            "snowkey.registry.initialize-schema=always",
            "management.endpoints.web.exposure.include=*",
            "management.endpoint.health.probes.enabled=true", // as it is by default on Spring Boot 4
            "management.prometheus.metrics.export.enabled=true"
        })
@DirtiesContext // its database is this class's own
class WholeApplicationTest {

    private static final TestDatabase DATABASE = TestDatabase.postgres();

    @RestController
    static class BookController {

        private final Books books;

        BookController(Books books) {
            this.books = books;
        }

        @GetMapping("/write")
        String write() {
            return books.save(new Book("Ulysses")).id().toString();
        }
    }

    @DynamicPropertySource
    static void useTheDatabase(DynamicPropertyRegistry properties) {
        for (String property : Contexts.on(DATABASE)) {
            String[] parts = property.split("=", 2);
            properties.add(parts[0], () -> parts[1]);
        }
    }

    @Value("${local.server.port}")
    private int port;

    @Autowired
    private Books books;

    @Test
    void storesAndShowsWhatItDid() throws Exception {
        String key = get("/write");
        assertThat(books.findById(Long.valueOf(key))).isPresent();
        assertThat(get("/actuator/health")).contains("\"status\":\"UP\"");
        assertThat(get("/actuator/health/readiness")).contains("\"status\":\"UP\"");
        assertThat(get("/actuator/snowkey")).contains("\"state\":\"ACTIVE\"");
        assertThat(get("/actuator/snowkey/" + key)).contains("\"id\":\"" + key + "\"");
        assertThat(get("/actuator/prometheus"))
                .contains("snowkey_ids_issued_total{namespace=\"default\"} 1.0")
                .contains("snowkey_worker_id{namespace=\"default\"} "
                        + (double) Registry.in(DATABASE).workerId());
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return response.body();
    }
}

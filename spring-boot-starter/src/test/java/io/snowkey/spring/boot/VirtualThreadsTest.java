// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.snowkey.registry.TestDatabase;
import io.snowkey.spring.boot.book.Book;
import io.snowkey.spring.boot.book.BookApplication;
import io.snowkey.spring.boot.book.Books;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** Requests that are served by virtual threads, each of which stores something. */
class VirtualThreadsTest {

    private static final int REQUESTS = 200;

    private final TestDatabase database = TestDatabase.h2();

    @BeforeEach
    void assumeVirtualThreads() {
        assumeThat(Runtime.version().feature())
                .as("virtual threads came with JDK 21")
                .isGreaterThanOrEqualTo(21);
    }

    @Test
    void storeUnderKeysOfTheirOwn() {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(
                        BookApplication.class, Controller.class)
                .properties(Contexts.on(database))
                .properties(
                        "server.port=0",
                        "spring.threads.virtual.enabled=true",
                        "spring.jpa.hibernate.ddl-auto=create",
                        "snowkey.registry.initialize-schema=always")
                .run()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://localhost:" + Contexts.port(context) + "/store"))
                    .build();
            HttpClient client = HttpClient.newHttpClient();
            List<CompletableFuture<HttpResponse<String>>> responses = IntStream.range(0, REQUESTS)
                    .mapToObj(number -> client.sendAsync(request, BodyHandlers.ofString()))
                    .toList();
            assertThat(responses.stream()
                            .map(CompletableFuture::join)
                            .map(HttpResponse::body)
                            .toList())
                    .allMatch(body -> body.matches("\\d+ VirtualThread.*"), "a key, by a virtual thread")
                    .extracting(body -> body.substring(0, body.indexOf(' ')))
                    .doesNotHaveDuplicates();
        }
        assertThat(Registry.in(database).number("issued")).isEqualTo(REQUESTS);
        assertThat(Registry.in(database).isHeld()).isFalse();
    }

    @RestController
    static class Controller {

        private final Books books;

        Controller(Books books) {
            this.books = books;
        }

        @GetMapping("/store")
        String store() {
            return books.save(new Book("Ulysses")).id() + " " + Thread.currentThread();
        }
    }
}

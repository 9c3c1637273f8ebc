// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.snowkey.Claim;
import io.snowkey.IdRefusedException;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import io.snowkey.registry.JdbcWorkerRegistry;
import io.snowkey.registry.TestDatabase;
import io.snowkey.spring.boot.book.Book;
import io.snowkey.spring.boot.book.BookApplication;
import io.snowkey.spring.boot.book.Books;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/** A request in flight when the application is told to stop. */
class GracefulShutdownTest {

    private final TestDatabase database = TestDatabase.h2();

    @Test
    void letsARequestInFlightHaveItsKeysAndGivesTheWorkerIdBackAfterIt() throws Exception {
        HttpResponse<String> response = slowRequestAcrossShutdown();
        assertThat(response.statusCode()).isEqualTo(200);
        long key = Long.parseLong(response.body());
        Registry registry = Registry.in(database);
        assertThat(SnowflakeLayout.DEFAULT.decode(key).workerId()).isEqualTo(registry.workerId());
        assertThat(registry.generation()).isEqualTo(1); // it was the lease of the start, not one acquired again
        assertThat(registry.number("issued")).isEqualTo(1);
        assertThat(registry.isHeld()).isFalse(); // so the release got through: the pool was still open
        assertThat(registry.jdbc().queryForObject("select id from book", Long.class))
                .isEqualTo(key);
    }

    /** The counter-example: a lease that is given back while the server still drains fails the same request. */
    @Test
    void wouldFailTheRequestIfTheWorkerIdWentFirst() throws Exception {
        HttpResponse<String> response = slowRequestAcrossShutdown(HastyLease.class);
        assertThat(response.body()).isEqualTo("CLOSED");
        assertThat(Registry.in(database).jdbc().queryForList("select id from book"))
                .isEmpty();
    }

    private HttpResponse<String> slowRequestAcrossShutdown(Class<?>... more) throws Exception {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(
                        BookApplication.class, SlowController.class)
                .sources(more)
                .properties(Contexts.on(database))
                .properties("server.port=0", "server.shutdown=graceful", "spring.jpa.hibernate.ddl-auto=create")
                .run();
        int port = Contexts.port(context);
        SlowController controller = context.getBean(SlowController.class);
        CompletableFuture<HttpResponse<String>> response =
                HttpClient.newHttpClient().sendAsync(request(port, "/slow"), BodyHandlers.ofString());
        controller.arrived.await();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(context::close);
        Awaitility.await().until(() -> isRefused(port)); // the server drains
        controller.goOn.countDown();
        closing.join();
        return response.join();
    }

    private boolean isRefused(int port) throws InterruptedException {
        try {
            HttpClient.newHttpClient().send(request(port, "/"), BodyHandlers.discarding());
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static HttpRequest request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .build();
    }

    @RestController
    static class SlowController {

        final CountDownLatch arrived = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        private final Books books;

        SlowController(Books books) {
            this.books = books;
        }

        @GetMapping("/slow")
        String slow() throws InterruptedException {
            arrived.countDown();
            goOn.await();
            try {
                return books.save(new Book("Slow")).id().toString();
            } catch (IdRefusedException e) {
                return e.reason().name();
            }
        }
    }

    /** Closes its lease at the same time as, or before, the web server begins to drain. */
    @Configuration(proxyBeanMethods = false)
    static class HastyLease {
        @Bean
        @DependsOnDatabaseInitialization
        WorkerLease hasty(JdbcWorkerRegistry registry) {
            WorkerLease lease = registry.acquire();
            return new Hasty(lease);
        }
    }

    private record Hasty(WorkerLease lease) implements WorkerLease, SmartLifecycle {

        @Override
        public SnowflakeLayout layout() {
            return lease.layout();
        }

        @Override
        public Claim claim() {
            return lease.claim();
        }

        @Override
        public void close() {
            lease.close();
        }

        @Override
        public void start() {}

        @Override
        public void stop() {
            lease.close();
        }

        @Override
        public boolean isRunning() {
            return true;
        }

        @Override
        public int getPhase() {
            return Integer.MAX_VALUE;
        }
    }
}

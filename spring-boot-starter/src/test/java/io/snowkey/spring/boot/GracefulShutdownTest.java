// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.Claim;
import io.snowkey.IdRefusedException;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import io.snowkey.registry.JdbcWorkerRegistry;
import io.snowkey.registry.RegistryObserver;
import io.snowkey.registry.TestDatabase;
import io.snowkey.spring.boot.book.Book;
import io.snowkey.spring.boot.book.BookApplication;
import io.snowkey.spring.boot.book.Books;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/** A request in flight when the application is told to stop. */
class GracefulShutdownTest {

    private final TestDatabase database = TestDatabase.h2().withSchema();
    private List<String> heard = List.of();

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

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void drainsSealsReleasesAndOnlyThenClosesThePool(boolean virtualThreads) throws Exception {
        slowRequestAcrossShutdown(virtualThreads, Recorder.class);
        assertThat(heard).containsExactly("answered", "released, sealed", "pool closed");
    }

    /** The counter-example for the order: the hasty lease is released while the request is still in flight. */
    @Test
    void wouldBeHeardIfTheWorkerIdWentFirst() throws Exception {
        slowRequestAcrossShutdown(Recorder.class, HastyLease.class);
        assertThat(heard).containsExactly("released, sealed", "refused", "pool closed");
    }

    /** Writes down what happens when. */
    @Configuration(proxyBeanMethods = false)
    static class Recorder {

        private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
        private volatile Claim claim;

        @Bean
        RegistryObserver releases() {
            return new RegistryObserver() {
                @Override
                public void released(long workerId, long generation) {
                    heard.add(claim.isSealed() ? "released, sealed" : "released, but not sealed");
                }
            };
        }

        @Bean
        DataSource dataSource(Environment environment) {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(environment.getRequiredProperty("spring.datasource.url"));
            config.setUsername(environment.getProperty("spring.datasource.username"));
            config.setPassword(environment.getProperty("spring.datasource.password"));
            return new HikariDataSource(config) {
                @Override
                public void close() {
                    heard.add("pool closed");
                    super.close();
                }
            };
        }
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
        return slowRequestAcrossShutdown(true, more);
    }

    private HttpResponse<String> slowRequestAcrossShutdown(boolean virtualThreads, Class<?>... more) throws Exception {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(
                        BookApplication.class, SlowController.class)
                .sources(more)
                .properties(Contexts.on(database))
                .properties(
                        "server.port=0",
                        "server.shutdown=graceful",
                        "spring.jpa.hibernate.ddl-auto=create",
                        "spring.threads.virtual.enabled=" + virtualThreads)
                .run();
        int port = Contexts.port(context);
        SlowController controller = context.getBean(SlowController.class);
        context.getBeanProvider(Recorder.class).ifAvailable(recorder -> heard = recorder.heard);
        CompletableFuture<HttpResponse<String>> response =
                HttpClient.newHttpClient().sendAsync(request(port, "/slow"), BodyHandlers.ofString());
        controller.arrived.await();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(context::close);
        Patience.await().until(() -> isRefused(port)); // the server drains
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
        private final WorkerLease lease;
        private final Recorder recorder;

        SlowController(Books books, WorkerLease lease, ObjectProvider<Recorder> recorder) {
            this.books = books;
            this.lease = lease;
            this.recorder = recorder.getIfAvailable(Recorder::new);
        }

        @GetMapping("/slow")
        String slow() throws InterruptedException {
            recorder.claim = lease.claim();
            arrived.countDown();
            goOn.await();
            try {
                String key = books.save(new Book("Slow")).id().toString();
                recorder.heard.add("answered");
                return key;
            } catch (IdRefusedException e) {
                recorder.heard.add("refused");
                return e.reason().name();
            }
        }
    }

    /** Closes its lease at the same time as, or before, the web server begins to drain. */
    @Configuration(proxyBeanMethods = false)
    static class HastyLease {
        @Bean
        JdbcWorkerRegistry registry(DataSource dataSource, ObjectProvider<RegistryObserver> observers) {
            JdbcWorkerRegistry.Builder builder = JdbcWorkerRegistry.builder(dataSource);
            observers.ifAvailable(builder::observer);
            return builder.build();
        }

        @Bean
        WorkerLease hasty(JdbcWorkerRegistry registry) {
            return new Hasty(registry.acquire());
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
        public Claim heldClaim() {
            return lease.heldClaim();
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

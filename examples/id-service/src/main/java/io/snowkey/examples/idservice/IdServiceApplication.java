// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.time.InstantSource;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.snowkey.FlakeGenerator;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import io.snowkey.registry.JdbcWorkerRegistry;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Issues ids over HTTP, under a worker id leased from a table. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(IdServiceProperties.class)
public class IdServiceApplication {

    private static final String NAMESPACE = "${snowkey.namespace:default}";

    /** Spring creates it. */
    IdServiceApplication() {}

    /**
     * Starts the service.
     *
     * @param arguments settings, such as {@code --server.port=8081}
     */
    public static void main(String[] arguments) {
        SpringApplication.run(IdServiceApplication.class, arguments);
    }

    /**
     * The generator of flakes. It uses the lease of the generator of the 64-bit ids. Spring closes that lease by
     * itself, so this generator has no destroy method.
     */
    @Bean(destroyMethod = "")
    FlakeGenerator flakeGenerator(WorkerLease lease) {
        return FlakeGenerator.builder().lease(lease).build();
    }

    @Bean
    LargeRequests largeRequests(IdServiceProperties settings) {
        return new LargeRequests(settings.maxBacklog());
    }

    @Bean
    IdService idService(
            SnowflakeGenerator generator,
            FlakeGenerator flakes,
            LargeRequests largeRequests,
            IdServiceProperties settings) {
        return new IdService(generator, flakes, largeRequests, new Latencies(System::nanoTime), settings);
    }

    @Bean
    Peaks peaks(SnowflakeGenerator generator, IdService idService) {
        return new Peaks(
                        () -> generator.statistics().issued(),
                        () -> idService.latencies().summary().p99(),
                        System::nanoTime)
                .start();
    }

    @Bean
    Workers workers(JdbcWorkerRegistry registry, IdServiceProperties settings) {
        return new Workers(registry::workers, settings.refresh(), InstantSource.system());
    }

    @Bean
    Routing routing(
            IdService idService,
            Workers workers,
            IdServiceProperties settings,
            SnowflakeLayout layout,
            @Value("${spring.application.name}") String application,
            @Value(NAMESPACE) String namespace) {
        PeerClient client = new PeerClient(WebClient.builder(), settings.peerTimeout(), namespace, layout);
        return new Routing(
                settings.self(),
                () -> workers.live(application),
                () -> Mono.fromSupplier(idService::next),
                client::next,
                settings.peerTimeout(),
                System::nanoTime);
    }

    @Bean
    ProblemHandler problemHandler() {
        return new ProblemHandler();
    }

    @Bean
    IdsHandler idsHandler(IdService idService, ProblemHandler problems, @Value(NAMESPACE) String namespace) {
        return new IdsHandler(idService, problems, namespace);
    }

    @Bean
    EdgeFilter edgeFilter() {
        return new EdgeFilter();
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> connections(IdServiceProperties settings) {
        return factory -> factory.addServerCustomizers(new ConnectionCustomizer(settings));
    }

    @Bean
    MeterBinder requestMeter(IdService idService) {
        return registry -> FunctionCounter.builder("id.service.requests", idService.latencies(), Latencies::requests)
                .description("Requests for ids that were answered")
                .register(registry);
    }
}

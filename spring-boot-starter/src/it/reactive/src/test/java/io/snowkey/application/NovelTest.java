// SPDX-License-Identifier: Apache-2.0
package io.snowkey.application;

import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.spring.boot.SnowkeyDataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.r2dbc.mapping.event.BeforeConvertCallback;
import org.springframework.data.relational.core.mapping.RelationalMappingContext;
import org.springframework.data.relational.core.sql.SqlIdentifier;
import reactor.core.publisher.Mono;

/** Entities of Spring Data R2DBC in a whole application. */
class NovelTest {

    private static final String[] WITH_WORKER_ID = {"--snowkey.worker-id=7"};

    @Configuration(proxyBeanMethods = false)
    static class Leasing {
        @Bean(destroyMethod = "dispose")
        @SnowkeyDataSource
        DataSource workerIds() {
            return JdbcConnectionPool.create("jdbc:h2:mem:leases;DB_CLOSE_DELAY=-1", "sa", "");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class SecondMapping {
        @Bean
        RelationalMappingContext otherMapping() {
            return new RelationalMappingContext();
        }
    }

    @Test
    void getTheirKeysAsTheyAreStored() {
        try (ConfigurableApplicationContext context = run(Application.class, WITH_WORKER_ID)) {
            Novels novels = context.getBean(Novels.class);
            List<Novel> stored = novels.saveAll(List.of(new Novel(null, "Ulysses"), new Novel(null, "Dubliners")))
                    .collectList()
                    .block();
            Assertions.assertEquals(2, stored.stream().map(Novel::id).distinct().count());
            stored.forEach(novel ->
                    Assertions.assertEquals(novel, novels.findById(novel.id()).block()));
        }
    }

    @Test
    void keepAnIdThatIsSet() {
        try (ConfigurableApplicationContext context = run(Application.class, WITH_WORKER_ID)) {
            R2dbcEntityTemplate entities = context.getBean(R2dbcEntityTemplate.class);
            Assertions.assertEquals(
                    42, entities.insert(new Novel(42L, "Ulysses")).block().id());
        }
    }

    @Test
    void areLeftAloneWithoutTheAnnotation() {
        try (ConfigurableApplicationContext context = run(Application.class, WITH_WORKER_ID)) {
            R2dbcEntityTemplate entities = context.getBean(R2dbcEntityTemplate.class);
            Assertions.assertEquals(
                    1, entities.insert(new Numbered(null, "One")).block().id());
        }
    }

    /** A key belongs to the insert that is subscribed to: each has one of its own. */
    @Test
    @SuppressWarnings("unchecked")
    void getAnotherKeyWithEachSubscription() {
        try (ConfigurableApplicationContext context = run(Application.class, WITH_WORKER_ID)) {
            Novel novel = new Novel(null, "Ulysses");
            Mono<Novel> insert = context.getBean(R2dbcEntityTemplate.class).insert(novel);
            Assertions.assertNotEquals(insert.block().id(), insert.block().id());

            BeforeConvertCallback<Novel> callback =
                    (BeforeConvertCallback<Novel>) context.getBean("snowkeyReactiveBeforeConvertCallback");
            Mono<Novel> converted = Mono.from(callback.onBeforeConvert(novel, SqlIdentifier.EMPTY));
            Assertions.assertNotEquals(converted.block().id(), converted.block().id());
        }
    }

    /** A second database means a second mapping context. */
    @Test
    void getTheirKeysBesideASecondMappingContextToo() {
        try (ConfigurableApplicationContext context = run(SecondMapping.class, WITH_WORKER_ID)) {
            Assertions.assertEquals(
                    2, context.getBeansOfType(RelationalMappingContext.class).size());
            Novel stored = context.getBean(Novels.class)
                    .save(new Novel(null, "Ulysses"))
                    .block();
            Assertions.assertTrue(stored.id() > 0);
        }
    }

    @Test
    void leaseTheirWorkerIdWhereThereIsADataSource() {
        try (ConfigurableApplicationContext context = run(Leasing.class)) {
            Assertions.assertEquals(1, context.getBeansOfType(DataSource.class).size());
            // Spring Boot runs schema.sql over JDBC now.
            context.getBean(R2dbcEntityTemplate.class)
                    .getDatabaseClient()
                    .sql("create table if not exists novel (id bigint primary key, title varchar(255))")
                    .then()
                    .block();
            Novel stored = context.getBean(Novels.class)
                    .save(new Novel(null, "Ulysses"))
                    .block();
            Assertions.assertTrue(stored.id() > 0);
        }
    }

    @Test
    void areRefusedWithoutAGenerator() {
        try (ConfigurableApplicationContext context = run(Application.class)) {
            Assertions.assertEquals(Map.of(), context.getBeansOfType(SnowflakeGenerator.class));
            Novels novels = context.getBean(Novels.class);
            IllegalStateException refused =
                    Assertions.assertThrows(IllegalStateException.class, () -> novels.save(new Novel(null, "Ulysses"))
                            .block());
            Assertions.assertTrue(
                    refused.getMessage().contains("a DataSource bean with @SnowkeyDataSource"), refused::getMessage);
        }
    }

    private static ConfigurableApplicationContext run(Class<?> with, String... arguments) {
        return new SpringApplicationBuilder(Application.class, with)
                .web(WebApplicationType.NONE)
                .properties("spring.main.banner-mode=off", "spring.r2dbc.generate-unique-name=true")
                .run(arguments);
    }
}

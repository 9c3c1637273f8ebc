// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.time.InstantSource;

import jakarta.persistence.EntityManager;

import io.snowkey.PublicIdKey;
import io.snowkey.PublicIds;
import io.snowkey.SnowflakeGenerator;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Imports orders from a CSV file into a database, under Snowflake keys, and prints the result. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(OrdersProperties.class)
public class OrdersApplication {

    /** Spring creates it. */
    OrdersApplication() {}

    /**
     * Starts, imports, reports, and ends.
     *
     * @param arguments settings, such as {@code --orders.csv=/path/to/file.csv}
     */
    public static void main(String[] arguments) {
        SpringApplication.run(OrdersApplication.class, arguments).close();
    }

    @Bean
    @ConditionalOnProperty(name = "spring.datasource.url", havingValue = "embedded")
    EmbeddedPostgresServer embeddedPostgresServer(OrdersProperties settings) {
        return new EmbeddedPostgresServer(settings.dataDirectory(), System.out);
    }

    @Bean
    Importer importer(
            EntityManager entities, PlatformTransactionManager transactionManager, OrdersProperties settings) {
        OrderStore store = new OrderStore(entities, new TransactionTemplate(transactionManager));
        return new Importer(store, settings, InstantSource.system(), System.out);
    }

    /** The texts that customers see instead of the keys of orders. A key would tell them how many orders there are. */
    @Bean
    PublicIds orders(@Value("${snowkey.public-ids.key}") String key) {
        return PublicIds.builder().prefix("ord").key(PublicIdKey.parse(key)).build();
    }

    @Bean
    OrdersRun ordersRun(
            OrdersFile file,
            Importer importer,
            JdbcTemplate database,
            SnowflakeGenerator ids,
            PublicIds orders,
            OrdersProperties settings) {
        ImportReport report = new ImportReport(database, ids.layout(), orders, System.out);
        return new OrdersRun(file, importer, report, settings.copies());
    }
}

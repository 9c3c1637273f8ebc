// SPDX-License-Identifier: Apache-2.0
package com.example;

import java.net.URL;
import java.util.List;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.hibernate.SnowflakeId;
import io.snowkey.registry.JdbcWorkerRegistry;
import io.snowkey.registry.RegistryTck;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/** The three steps of the README, with the jars of the release that is rehearsed. */
@SpringBootTest(properties = {"spring.datasource.url=jdbc:h2:mem:consumer", "spring.jpa.hibernate.ddl-auto=create"})
class ConsumerTest {

    @Test
    void storesAnEntityUnderALeasedKey(@Autowired EntityManagerFactory factory, @Autowired SnowflakeGenerator ids) {
        PurchaseOrder order = new PurchaseOrder();

        factory.runInTransaction(em -> em.persist(order));

        assertThat(order.id).isPositive().isLessThan(ids.nextId());
    }

    @Test
    void takesEveryModuleInTheVersionOfTheRelease() {
        String version = System.getProperty("snowkey.version");
        for (Class<?> type :
                List.of(SnowflakeGenerator.class, JdbcWorkerRegistry.class, RegistryTck.class, SnowflakeId.class)) {
            URL jar = type.getProtectionDomain().getCodeSource().getLocation();
            assertThat(jar.getPath()).endsWith("-" + version + ".jar");
        }
    }

    @SpringBootApplication
    static class Application {}

    @Entity
    static class PurchaseOrder {

        @Id
        @SnowflakeId
        private Long id;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.application;

import java.util.stream.Stream;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Stores an entity under a leased key, and says so: with the tables of the registry by script, and by Flyway. */
@SpringBootApplication
public class Main {

    public static void main(String[] arguments) {
        boolean byScript = isStored("--spring.datasource.url=jdbc:h2:mem:script", "--spring.flyway.enabled=false");
        boolean byFlyway =
                isStored("--spring.datasource.url=jdbc:h2:mem:flyway", "--snowkey.registry.flyway=true", "--snowkey.registry.initialize-schema=never");
        System.out.println(byScript && byFlyway ? "issued" : "not issued");
    }

    private static boolean isStored(String... settings) {
        String[] all = Stream.concat(
                        Stream.of(settings),
                        Stream.of(
                                "--spring.main.banner-mode=off",
                                "--logging.level.root=off",
                                "--spring.jpa.hibernate.ddl-auto=create-drop",
                                "--spring.jpa.show-sql=false"))
                .toArray(String[]::new);
        try (ConfigurableApplicationContext context = SpringApplication.run(Main.class, all)) {
            return context.getBean(Tales.class).save(new Tale()).id > 0;
        }
    }
}

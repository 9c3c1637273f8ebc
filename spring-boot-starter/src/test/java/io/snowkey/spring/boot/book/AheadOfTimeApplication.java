// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.book;

import org.springframework.aot.AotDetector;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Stores a book and says under which key, and whether what it runs was made ahead of time. */
@SpringBootApplication(proxyBeanMethods = false)
public class AheadOfTimeApplication {

    public static void main(String[] arguments) {
        SpringApplicationBuilder application = new SpringApplicationBuilder(AheadOfTimeApplication.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "logging.level.root=warn",
                        "spring.main.banner-mode=off",
                        "spring.flyway.enabled=false",
                        "spring.liquibase.enabled=false",
                        "spring.jpa.hibernate.ddl-auto=create",
                        "snowkey.worker-ids=0-511",
                        "snowkey.registry.initialize-schema=always");
        try (ConfigurableApplicationContext context = application.run(arguments)) {
            System.out.println("ahead of time: " + AotDetector.useGeneratedArtifacts());
            System.out.println("key: "
                    + context.getBean(Books.class).save(new Book("Ulysses")).id());
        }
    }
}

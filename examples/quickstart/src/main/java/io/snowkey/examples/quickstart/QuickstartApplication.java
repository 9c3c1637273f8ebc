// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.quickstart;

import java.util.List;

import io.snowkey.SnowflakeGenerator;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Stores two books, and prints their keys. */
@SpringBootApplication(proxyBeanMethods = false)
public class QuickstartApplication {

    /** Spring creates it. */
    QuickstartApplication() {}

    /** Starts, stores, prints, and ends. */
    public static void main(String[] arguments) {
        SpringApplication.run(QuickstartApplication.class, arguments).close();
    }

    @Bean
    ApplicationRunner storeTwoBooks(Books books, SnowflakeGenerator ids) {
        return arguments -> {
            books.saveAll(List.of(new Book("Momo"), new Book("Middlemarch")));
            for (Book book : books.findAll()) {
                System.out.println(book.title + ": " + ids.layout().decode(book.id));
            }
        };
    }
}

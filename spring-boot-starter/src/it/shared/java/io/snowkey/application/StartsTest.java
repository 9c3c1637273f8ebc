// SPDX-License-Identifier: Apache-2.0
package io.snowkey.application;

import java.util.stream.Stream;

import io.snowkey.SnowflakeGenerator;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The application starts on the class path that its POM makes, and issues ids. Its POM says with which arguments, and what is
 * not on that class path.
 */
class StartsTest {

    @SpringBootApplication
    static class Application {}

    static Stream<String> starts() {
        return Stream.of(System.getProperty("starts").split(";")).map(String::strip);
    }

    static Stream<String> absent() {
        return Stream.of(System.getProperty("absent").split(" "));
    }

    @ParameterizedTest
    @MethodSource("starts")
    void andIssuesIds(String arguments) {
        String[] given = Stream.of(arguments.split(" ")).filter(argument -> !argument.isEmpty()).toArray(String[]::new);
        try (ConfigurableApplicationContext context = SpringApplication.run(Application.class, given)) {
            Assertions.assertTrue(context.getBean(SnowflakeGenerator.class).nextId() > 0);
        }
    }

    @ParameterizedTest
    @MethodSource("absent")
    void withoutWhatItsPomLeavesOut(String type) {
        Assertions.assertThrows(
                ClassNotFoundException.class, () -> Class.forName(type, false, StartsTest.class.getClassLoader()));
    }

    /** The counter-example: what is on the class path would be found there. */
    @Test
    void withWhatItNeeds() throws ClassNotFoundException {
        Class.forName("io.snowkey.SnowflakeGenerator", false, StartsTest.class.getClassLoader());
    }
}

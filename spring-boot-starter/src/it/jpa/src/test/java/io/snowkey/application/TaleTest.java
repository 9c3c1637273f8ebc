// SPDX-License-Identifier: Apache-2.0
package io.snowkey.application;

import java.util.stream.Stream;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.context.ConfigurableApplicationContext;

/** As an application is written and tested: with a repository, and with a test slice. */
@DataJpaTest
class TaleTest {

    @Test
    void isStoredInATestSlice(@Autowired Tales tales) {
        Assertions.assertTrue(tales.saveAndFlush(new Tale()).id > 0);
    }

    @Test
    void isStoredByTheWholeApplication() {
        try (ConfigurableApplicationContext context = SpringApplication.run(Application.class)) {
            Assertions.assertTrue(context.getBean(Tales.class).save(new Tale()).id > 0);
        }
    }

    static Stream<String> absent() {
        return Stream.of(System.getProperty("absent").split(" "));
    }

    @ParameterizedTest
    @MethodSource("absent")
    void doesWithoutWhatItsPomLeavesOut(String type) {
        Assertions.assertThrows(
                ClassNotFoundException.class, () -> Class.forName(type, false, TaleTest.class.getClassLoader()));
    }
}

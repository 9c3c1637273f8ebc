// SPDX-License-Identifier: Apache-2.0
package io.snowkey.frameworks.quarkus;

import jakarta.transaction.Transactional;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Stores ten books, says so, and waits to be stopped. */
@QuarkusMain
public class Books implements QuarkusApplication {

    @Override
    public int run(String... arguments) {
        store();
        System.out.println("Stored.");
        Quarkus.waitForExit();
        return 0;
    }

    @Transactional
    void store() {
        for (int number = 0; number < 10; number++) {
            Book book = new Book();
            book.title = "Volume " + number;
            book.persist();
        }
    }
}

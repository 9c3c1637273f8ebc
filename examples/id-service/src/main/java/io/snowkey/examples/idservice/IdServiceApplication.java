// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Issues ids over HTTP, under a worker id leased from a table. */
@SpringBootApplication(proxyBeanMethods = false)
public class IdServiceApplication {

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
}

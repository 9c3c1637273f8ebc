// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.nio.charset.Charset;
import java.nio.file.Path;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What to import. An unknown {@code orders.} setting is refused, so that a typing error does not go unnoticed.
 *
 * @param csv the file to import; one that starts with {@code classpath:} comes with the application
 * @param charset its encoding
 * @param copies how many times to import it in one run, 1 to 10,000
 * @param data the directory for what the application writes: the databases and the list of bad rows
 */
@ConfigurationProperties(prefix = "orders", ignoreUnknownFields = false)
record OrdersProperties(
        @DefaultValue("classpath:data/government_contracts.csv") String csv,
        @DefaultValue("UTF-8") Charset charset,
        @DefaultValue("1") int copies,
        @DefaultValue("./data") String data) {

    OrdersProperties {
        if (copies < 1 || copies > 10_000) {
            throw new IllegalArgumentException("orders.copies is " + copies + ": must be 1 to 10000");
        }
    }

    /**
     * The directory as a path. The component is not a {@code Path}, because Spring would look for that on the class
     * path first.
     */
    Path dataDirectory() {
        return Path.of(data);
    }
}

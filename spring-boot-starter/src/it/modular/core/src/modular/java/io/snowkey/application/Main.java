// SPDX-License-Identifier: Apache-2.0
package io.snowkey.application;

import io.snowkey.SnowflakeGenerator;

/** Issues an id, and says so. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        try (SnowflakeGenerator ids = SnowflakeGenerator.builder().workerId(7).build()) {
            System.out.println(ids.nextId() > 0 ? "issued" : "not issued");
        }
    }
}

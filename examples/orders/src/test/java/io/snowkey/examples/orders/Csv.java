// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small files for the tests. */
final class Csv {

    static final String HEADER = "Contract ID,Contractor Name,Type of Contract,Date of Award,Start Date,End Date,"
            + "Total value of Contract,Contract Awarded,Unique Project Identifier,Agency ID";

    private Csv() {}

    /** A row as most are. */
    static String row(long number, String supplier) {
        return number + "," + supplier
                + ",FFP,2008-01-02 00:00:00,2008-01-03,,1.250000,yes,005-03-01-01-01-1000-00,005";
    }

    static Path file(Path directory, String... lines) {
        try {
            return Files.writeString(directory.resolve("orders.csv"), String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

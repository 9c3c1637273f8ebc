// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OrdersFileTest {

    @TempDir
    Path directory;

    @Test
    void refusesAFileThatIsNotThere() {
        refuses(directory.resolve("none.csv"), "There is no file " + directory.resolve("none.csv"));
    }

    @Test
    void refusesADirectory() {
        refuses(directory, "is a directory");
    }

    @Test
    void refusesAnEmptyFile() throws Exception {
        refuses(Files.createFile(directory.resolve("empty.csv")), "is empty");
    }

    @Test
    void refusesAnotherHeader() {
        refuses(Csv.file(directory, "a,b,c", "1,2,3"), "does not begin with the expected header");
    }

    @Test
    void refusesAnotherEncodingAndTakesItWhenTold() throws Exception {
        Path file = directory.resolve("orders.csv");
        Charset windows = Charset.forName("windows-1252");
        Files.writeString(file, Csv.HEADER + "\n" + Csv.row(1, "a") + "\n" + Csv.row(2, "Caf\u00e9") + "\n", windows);

        refuses(file, "is not text in UTF-8");
        OrdersFile told = OrdersFile.check(file.toString(), windows);
        try (RowReader rows = told.open()) {
            rows.next();
            assertThat(rows.next()).isInstanceOfSatisfying(OrderRow.class, row -> assertThat(row.supplier())
                    .isEqualTo("Caf\u00e9"));
        }
    }

    @Test
    void knowsHowManyLinesAreBelowTheHeader() {
        Path file = Csv.file(directory, Csv.HEADER, Csv.row(1, "a"), Csv.row(2, "b"));

        OrdersFile checked = OrdersFile.check(file.toString(), StandardCharsets.UTF_8);

        assertThat(checked.lines()).isEqualTo(2);
        assertThat(checked.name()).isEqualTo(file.toString());
    }

    private static void refuses(Path file, String message) {
        assertThatThrownBy(() -> OrdersFile.check(file.toString(), StandardCharsets.UTF_8))
                .isInstanceOfSatisfying(
                        StartException.class, e -> assertThat(e.action()).isNotBlank())
                .hasMessageContaining(message);
    }
}

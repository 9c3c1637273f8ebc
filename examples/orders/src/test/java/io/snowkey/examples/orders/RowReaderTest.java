// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.io.BufferedReader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RowReaderTest {

    @Test
    void readsEveryField() {
        assertThat(read(Csv.HEADER, Csv.row(17, " CGI \"FEDERAL\" ")))
                .containsExactly(new OrderRow(
                        2,
                        17,
                        "CGI \"FEDERAL\"",
                        "FFP",
                        LocalDate.of(2008, 1, 2),
                        LocalDate.of(2008, 1, 3),
                        null,
                        new BigDecimal("1.250000"),
                        true,
                        "005-03-01-01-01-1000-00",
                        "005"));
    }

    @Test
    void readsTheFileThatComesWithIt() {
        List<CsvRow> rows = readAll(OrdersFile.check("classpath:data/government_contracts.csv", StandardCharsets.UTF_8)
                .open());

        assertThat(rows).hasSize(6_422);
        List<BadRow> bad = rows.stream()
                .filter(BadRow.class::isInstance)
                .map(BadRow.class::cast)
                .toList();
        assertThat(bad).hasSize(19).allMatch(row -> row.value().equals("0000-00-00 00:00:00"));
        assertThat(bad)
                .extracting(BadRow::line)
                .containsExactly(
                        347L, 348L, 349L, 350L, 351L, 352L, 353L, 355L, 356L, 357L, 358L, 359L, 403L, 2003L, 2004L,
                        2008L, 2009L, 2010L, 5262L);
    }

    @Test
    void aBadRowSaysWhereAndWhyAndTheOthersAreKept() {
        List<CsvRow> rows = read(
                Csv.HEADER,
                Csv.row(1, "a"),
                Csv.row(2, "b").replace("2008-01-02 00:00:00", "2008-02-30 00:00:00"),
                "1,2,3",
                Csv.row(4, "d"));

        assertThat(rows).extracting(CsvRow::line).containsExactly(2L, 3L, 4L, 5L);
        assertThat(rows.get(1))
                .isEqualTo(new BadRow(
                        3,
                        "Date of Award",
                        "2008-02-30 00:00:00",
                        "is not a date; yyyy-MM-dd, with or without 00:00:00, is"));
        assertThat(rows.get(2)).isEqualTo(new BadRow(4, "", "1,2,3", "has 3 columns, not 10"));
        assertThat(rows.get(3)).isInstanceOf(OrderRow.class);
    }

    @Test
    void aQuoteThatIsNeverClosedCostsOneRowOnly() {
        List<CsvRow> rows = read(
                Csv.HEADER, Csv.row(1, "a"), Csv.row(2, "\"b"), Csv.row(3, "c"), Csv.row(4, "d"), Csv.row(5, "\"e\""));

        assertThat(rows).extracting(CsvRow::line).containsExactly(2L, 3L, 4L, 5L, 6L);
        assertThat(rows).filteredOn(BadRow.class::isInstance).singleElement().satisfies(row -> {
            assertThat(row.line()).isEqualTo(3);
            assertThat(row.toString()).startsWith("line 3: \"2,\"b,FFP");
        });
    }

    @Test
    void aQuoteThatIsNeverClosedAboveAThousandRowsCostsOneRowOnly() {
        List<String> lines = new ArrayList<>(List.of(Csv.HEADER, Csv.row(1, "\"a")));
        for (int number = 2; number <= 1_500; number++) {
            lines.add(Csv.row(number, "b"));
        }

        List<CsvRow> rows = read(lines.toArray(String[]::new));

        assertThat(rows).hasSize(1_500);
        assertThat(rows)
                .filteredOn(BadRow.class::isInstance)
                .extracting(CsvRow::line)
                .containsExactly(2L);
    }

    @Test
    void textBehindAClosedQuoteIsABadRow() {
        List<CsvRow> rows = read(Csv.HEADER, Csv.row(1, "\"a\"x"), Csv.row(2, "b"));

        assertThat(rows.get(0)).isInstanceOfSatisfying(BadRow.class, row -> {
            assertThat(row.line()).isEqualTo(2);
            assertThat(row.reason()).contains("not CSV").contains("'x'");
        });
        assertThat(rows.get(1)).isInstanceOf(OrderRow.class);
    }

    @Test
    void countsTheLinesInsideQuotesAndTheEmptyOnes() {
        List<CsvRow> rows = read(Csv.HEADER, "", Csv.row(1, "\"a\nb\""), "", "  ", Csv.row(2, "c"));

        assertThat(rows).extracting(CsvRow::line).containsExactly(3L, 7L);
        assertThat(((OrderRow) rows.get(0)).supplier()).isEqualTo("a\nb");
    }

    @Test
    void takesTheColumnsInAnyOrderAndAByteOrderMark() {
        String header = "\uFEFFAgency ID,Contractor Name,Type of Contract,Date of Award,Start Date,End Date,"
                + "Total value of Contract,Contract Awarded,Unique Project Identifier,Contract ID";

        assertThat(read(header, "005,x,,,,,0,no,p,9"))
                .singleElement()
                .isEqualTo(new OrderRow(2, 9, "x", null, null, null, null, BigDecimal.ZERO, false, "p", "005"));
    }

    @Test
    void refusesAnotherHeader() {
        assertThatThrownBy(() -> read("Contract ID;Contractor Name", "1;a"))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith(
                        "orders.csv does not begin with the expected header. Missing: [Agency ID, Contract")
                .hasMessageEndingWith("It begins with: Contract ID;Contractor Name");
        assertThatThrownBy(() -> read(Csv.HEADER + ",More", "1"))
                .isInstanceOf(StartException.class)
                .hasMessageEndingWith("Agency ID,More");
    }

    private static List<CsvRow> read(String... lines) {
        return readAll(new RowReader("orders.csv", new BufferedReader(new StringReader(String.join("\n", lines)))));
    }

    private static List<CsvRow> readAll(RowReader reader) {
        List<CsvRow> rows = new ArrayList<>();
        try (reader) {
            for (CsvRow row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
        }
        return rows;
    }
}

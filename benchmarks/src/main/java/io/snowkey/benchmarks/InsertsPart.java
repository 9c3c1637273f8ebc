// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows per second, round trips, and what the keys make of an index. */
final class InsertsPart implements Part {

    private static final Duration FAR = Duration.ofMillis(1);

    private static final List<InsertSettings> COLUMNS = List.of(
            new InsertSettings(50, false, Duration.ZERO),
            new InsertSettings(500, true, Duration.ZERO),
            new InsertSettings(50, false, FAR),
            new InsertSettings(500, true, FAR));

    private final RunLength runLength;
    private final ResultFiles files = new ResultFiles(
            "inserts", "database,batch,rewrite,network_ms,key,rows_per_s,ratio,ratio_q1,ratio_q3,round_trips");

    InsertsPart(RunLength runLength) {
        this.runLength = runLength;
        System.setProperty("com.zaxxer.hikari.aliveBypassWindowMs", "600000"); // or each turn begins with a question
    }

    @Override
    public void run() throws IOException, SQLException, InterruptedException {
        files.heading("Inserts", Machine.databaseVersions());
        files.line(NetworkCheck.describe(FAR) + ".");
        files.line("");
        for (DatabaseServer server : DatabaseServer.values()) {
            files.line(server.describe(server.newDatabase()) + ".");
            files.line("");
        }
        for (DatabaseServer server : DatabaseServer.values()) {
            race(server);
        }
        new IndexTable(runLength, files).run();
        new TimeRange(runLength, files).run();
        files.print();
    }

    private void race(DatabaseServer server) throws IOException {
        List<List<InsertRace.Result>> columns = new ArrayList<>();
        for (InsertSettings settings : COLUMNS) {
            List<InsertRace.Result> results = new InsertRace(server, settings, runLength).run();
            for (InsertRace.Result result : results) {
                row(server, settings, result);
            }
            columns.add(results);
        }
        List<String> head = new ArrayList<>();
        head.add(server.label()
                + ", 1 thread, 500 rows per transaction: ratio to assigned ids (middle half of the rounds), rows/s");
        COLUMNS.forEach(settings -> head.add(settings.label()));
        head.add("round trips, batch 50");
        head.add("round trips, batch 500 + rewrite");
        files.tableHead(head);
        for (int row = 0; row < columns.get(0).size(); row++) {
            List<String> cells =
                    new ArrayList<>(List.of(columns.get(0).get(row).key().label()));
            for (List<InsertRace.Result> column : columns) {
                cells.add(cell(column.get(row)));
            }
            cells.add(String.format(Locale.ROOT, "%.1f", columns.get(2).get(row).roundTrips()));
            cells.add(String.format(Locale.ROOT, "%.1f", columns.get(3).get(row).roundTrips()));
            files.tableRow(cells);
        }
        files.line("");
    }

    private static String cell(InsertRace.Result result) {
        Quartiles ratio = Quartiles.of(result.ratios());
        return String.format(
                Locale.ROOT,
                "%.3f (%.2f to %.2f), %,.0f",
                ratio.median(),
                ratio.low(),
                ratio.high(),
                Quartiles.of(result.rowsPerSecond()).median());
    }

    private void row(DatabaseServer server, InsertSettings settings, InsertRace.Result result) throws IOException {
        Quartiles ratio = Quartiles.of(result.ratios());
        files.row(String.format(
                Locale.ROOT,
                "%s,%s,%s,%.0f,%.4f,%.4f,%.4f,%.2f",
                server.csv(),
                settings.csv(),
                result.key().name(),
                Quartiles.of(result.rowsPerSecond()).median(),
                ratio.median(),
                ratio.low(),
                ratio.high(),
                result.roundTrips()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** The size of primary keys after many rows, from 1 worker and from 8, and what changes it. */
final class IndexTable {

    private final RunLength runLength;
    private final ResultFiles files;
    private final ResultFiles raw =
            new ResultFiles("index", "database,key,workers,batch,fill_factor,rows,bytes,leaf_fill_percent,rows_per_s");

    IndexTable(RunLength runLength, ResultFiles files) {
        this.runLength = runLength;
        this.files = files;
    }

    void run() throws IOException, SQLException, InterruptedException {
        for (DatabaseServer server : DatabaseServer.values()) {
            IndexGrowth growth = new IndexGrowth(server, runLength.indexRows());
            head(server, "primary key");
            rows(server, growth, IndexCase.peers());
        }
        head(DatabaseServer.POSTGRESQL, "primary key, variations");
        rows(
                DatabaseServer.POSTGRESQL,
                new IndexGrowth(DatabaseServer.POSTGRESQL, runLength.indexRows()),
                IndexCase.variations());
        files.line("");
    }

    private void head(DatabaseServer server, String what) throws IOException {
        files.tableHead(List.of(
                String.format(Locale.ROOT, "%s, %s after %,d rows", server.label(), what, runLength.indexRows()),
                "workers",
                "size",
                "leaves full",
                "rows/s while it grew"));
    }

    private void rows(DatabaseServer server, IndexGrowth growth, List<IndexCase> cases)
            throws IOException, SQLException, InterruptedException {
        for (IndexCase keys : cases) {
            IndexGrowth.Grown grown = growth.grow(keys);
            raw.row(String.format(
                    Locale.ROOT,
                    "%s,%s,%d,%d,%d,%d,%.0f,%.1f,%.0f",
                    server.csv(),
                    keys.label().replace(",", ""),
                    keys.workers(),
                    keys.batch(),
                    keys.fillFactor(),
                    keys.rows(runLength.indexRows()),
                    grown.bytes(),
                    grown.leafFill(),
                    grown.rowsPerSecond()));
            files.tableRow(List.of(
                    keys.label(),
                    Integer.toString(keys.workers()),
                    String.format(Locale.ROOT, "%.1f MB", grown.bytes() / 1e6),
                    String.format(Locale.ROOT, "%.0f %%", grown.leafFill()),
                    String.format(Locale.ROOT, "%,.0f", grown.rowsPerSecond())));
        }
    }
}

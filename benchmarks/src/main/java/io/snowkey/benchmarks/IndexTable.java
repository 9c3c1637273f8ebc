// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** The size of primary keys after many rows, from 1 worker and from 8, and what changes it. */
final class IndexTable {

    private final Effort effort;
    private final Paper paper;
    private final Paper raw =
            new Paper("index", "database,key,workers,batch,fill_factor,rows,bytes,leaf_fill_percent,rows_per_s");

    IndexTable(Effort effort, Paper paper) {
        this.effort = effort;
        this.paper = paper;
    }

    void run() throws IOException, SQLException, InterruptedException {
        for (Server server : Server.values()) {
            IndexGrowth growth = new IndexGrowth(server, effort.indexRows());
            head(server, "primary key");
            rows(server, growth, IndexCase.peers());
        }
        head(Server.POSTGRESQL, "primary key, variations");
        rows(Server.POSTGRESQL, new IndexGrowth(Server.POSTGRESQL, effort.indexRows()), IndexCase.variations());
        paper.line("");
    }

    private void head(Server server, String what) throws IOException {
        paper.tableHead(List.of(
                String.format(Locale.ROOT, "%s, %s after %,d rows", server.label(), what, effort.indexRows()),
                "workers",
                "size",
                "leaves full",
                "rows/s while it grew"));
    }

    private void rows(Server server, IndexGrowth growth, List<IndexCase> cases)
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
                    keys.rows(effort.indexRows()),
                    grown.bytes(),
                    grown.leafFill(),
                    grown.rowsPerSecond()));
            paper.tableRow(List.of(
                    keys.label(),
                    Integer.toString(keys.workers()),
                    String.format(Locale.ROOT, "%.1f MB", grown.bytes() / 1e6),
                    String.format(Locale.ROOT, "%.0f %%", grown.leafFill()),
                    String.format(Locale.ROOT, "%,.0f", grown.rowsPerSecond())));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Imports the file: reads rows, and stores them a chunk at a time. */
final class Importer {

    /** Rows per transaction: enough for full JDBC batches, few enough to lose little to a kill. */
    static final int CHUNK = 1_000;

    private final OrderStore store;
    private final OrdersProperties settings;
    private final InstantSource clock;
    private final PrintStream out;
    private final DatabaseRetry retry;
    private volatile boolean stopping;

    Importer(OrderStore store, OrdersProperties settings, InstantSource clock, PrintStream out) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.out = out;
        this.retry = new DatabaseRetry(out);
    }

    /** Ends the import after the present transaction. */
    void stop() {
        stopping = true;
    }

    ImportResult run(OrdersFile file) {
        long id = retry.run(() -> store.begin(file.name(), clock.instant()));
        out.println("Importing " + file.name() + (settings.copies() > 1 ? ", " + settings.copies() + " times" : ""));
        try (BadRows badRows = new BadRows(settings.dataDirectory().resolve("bad-rows-" + id + ".csv"))) {
            Run run = new Run(id, badRows, new Progress(out, System::nanoTime, file.lines() * settings.copies()));
            try {
                for (int copy = 1; copy <= settings.copies() && !stopping; copy++) {
                    run.read(file, copy);
                }
            } catch (RuntimeException e) {
                if (!stopping || DatabaseRetry.databaseFailure(e) == null) {
                    throw e;
                }
                // H2 closes its file at once when the process is told to end. Rows that were
                // not committed are not counted.
            }
            boolean stopped = stopping;
            if (!stopped) {
                retry.run(() -> store.finish(id, clock.instant(), badRows.count()));
            }
            return new ImportResult(id, run.stored, run.created, run.progress.elapsed(), badRows, stopped);
        }
    }

    private final class Run {

        private final long id;
        private final BadRows badRows;
        private final Progress progress;
        private long read;
        private long stored;
        private long created;

        private Run(long id, BadRows badRows, Progress progress) {
            this.id = id;
            this.badRows = badRows;
            this.progress = progress;
        }

        private void read(OrdersFile file, int copy) {
            List<OrderRow> chunk = new ArrayList<>(CHUNK);
            try (RowReader rows = file.open()) {
                for (CsvRow row = rows.next(); row != null && !stopping; row = rows.next()) {
                    read++;
                    if (row instanceof OrderRow good) {
                        chunk.add(good);
                    } else if (row instanceof BadRow bad && copy == 1) {
                        badRows.add(bad);
                    }
                    if (chunk.size() == CHUNK) {
                        store(copy, chunk);
                    }
                }
            }
            if (!chunk.isEmpty() && !stopping) {
                store(copy, chunk);
            }
        }

        private void store(int copy, List<OrderRow> chunk) {
            created += retry.run(() -> store.store(id, stored, copy, chunk));
            stored += chunk.size();
            chunk.clear();
            progress.reached(read, stored);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/** Imports and reports once the application is started. If it is told to end, it ends after the present transaction. */
final class OrdersRun implements ApplicationRunner, ApplicationListener<ContextClosedEvent> {

    private static final long MAX_WAIT_SECONDS = 20;

    private final OrdersFile file;
    private final Importer importer;
    private final ImportReport report;
    private final int copies;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean begun;

    OrdersRun(OrdersFile file, Importer importer, ImportReport report, int copies) {
        this.file = file;
        this.importer = importer;
        this.report = report;
        this.copies = copies;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        begun = true;
        try {
            ImportResult result = importer.run(file);
            if (result.stopped()) {
                // H2 closes its file by itself when the process is told to end. The worker id has to be given
                // back there, so wait until the database answers again.
                report.awaitDatabase();
            }
            report.print(result, copies);
        } finally {
            done.countDown();
        }
    }

    /** Delays the shutdown, because the worker id must not be given back before the last order is stored. */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        importer.stop();
        try {
            if (begun && !done.await(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("The import did not end within " + MAX_WAIT_SECONDS + " s; ending without it.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

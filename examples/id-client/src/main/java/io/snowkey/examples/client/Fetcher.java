// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

/**
 * The thread that asks the services. There is only one. So each answer is stored, or given up for good, before the next
 * one is asked for. {@link Marks} depends on that order.
 */
final class Fetcher implements Runnable {

    private final Shelf shelf;
    private final Asker asker;
    private final Admission admission;

    Fetcher(Shelf shelf, Asker asker, Admission admission) {
        this.shelf = shelf;
        this.asker = asker;
        this.admission = admission;
    }

    @Override
    public void run() {
        try {
            while (shelf.awaitWish()) {
                fetch();
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread. If it happens all the same, the client
            // closes as with every other fault.
            shelf.close(e);
        } catch (RuntimeException | Error e) {
            // Without this thread there are no more ids, so callers must not wait for them.
            shelf.close(e);
            throw e;
        }
    }

    /** Asks one service. If it fails, it is left alone for a while, and the next call asks the next one. */
    private void fetch() throws InterruptedException {
        Service service = shelf.awaitService();
        if (service == null) {
            return;
        }
        long[] batch;
        try {
            batch = asker.ask(service.base());
            admission.admit(batch);
        } catch (AskFailure e) {
            shelf.failed(service, e);
            return;
        }
        shelf.put(service, batch);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

/**
 * The thread that asks. There is one, so that an answer is in hand, or given up for good, before the next is asked for:
 * {@link Marks} rests on that order.
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
            // Nobody interrupts it; what comes now is the same as with every other fault.
            shelf.close(e);
        } catch (RuntimeException | Error e) {
            // Without this thread there are no more ids; callers must not wait for them.
            shelf.close(e);
            throw e;
        }
    }

    /** Asks one service. One that fails is left alone for a while, and the next one is asked. */
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

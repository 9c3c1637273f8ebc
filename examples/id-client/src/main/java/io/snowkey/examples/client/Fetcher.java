// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import io.snowkey.examples.client.Services.Service;

/**
 * The thread that asks the services. There is only one. So each answer is stored, or given up for good, before the next
 * one is asked for. {@link DuplicateCheck} depends on that order.
 */
final class Fetcher implements Runnable {

    /** The last check of the ids of an answer before they may be handed out. */
    @FunctionalInterface
    interface IdCheck {

        /**
         * Lets an answer through, or refuses it.
         *
         * @throws RequestFailedException if one of its ids may have been handed out before; then none of them is handed
         *     out
         */
        void check(long[] ids) throws RequestFailedException;
    }

    private final IdQueue queue;
    private final IdRequester requester;
    private final IdCheck idCheck;

    Fetcher(IdQueue queue, IdRequester requester, IdCheck idCheck) {
        this.queue = queue;
        this.requester = requester;
        this.idCheck = idCheck;
    }

    @Override
    public void run() {
        try {
            while (queue.awaitDemand()) {
                fetch();
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread. If it happens all the same, the client
            // closes as with every other fault.
            queue.close(e);
        } catch (RuntimeException | Error e) {
            // Without this thread there are no more ids, so callers must not wait for them.
            queue.close(e);
            throw e;
        }
    }

    /** Asks one service. If it fails, it is left alone for a while, and the next call asks the next one. */
    private void fetch() throws InterruptedException {
        Service service = queue.awaitService();
        if (service == null) {
            return;
        }
        long[] batch;
        try {
            batch = requester.request(service.base());
            idCheck.check(batch);
        } catch (RequestFailedException e) {
            queue.failed(service, e);
            return;
        }
        queue.put(service, batch);
    }
}

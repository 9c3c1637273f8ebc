// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Issues many ids at a time, on a thread of its own. Where ticks are used up, it waits for the next ones. So the
 * threads that serve connections must not do this. One thread is enough, because the ticks are the limit.
 */
final class LargeRequests implements AutoCloseable {

    private final ExecutorService thread;
    private final AtomicInteger backlog = new AtomicInteger();
    private final int maxBacklog;

    /**
     * Creates the thread.
     *
     * @param maxBacklog how many ids may be asked for at a time
     */
    LargeRequests(int maxBacklog) {
        this.maxBacklog = maxBacklog;
        this.thread = Executors.newSingleThreadExecutor(work -> {
            Thread created = new Thread(work, "id-large-requests");
            created.setDaemon(true);
            return created;
        });
    }

    /**
     * Asks for ids. Fails with a {@link ProblemException} if too many are asked for already. Ids that are cancelled
     * before their turn are not issued, and count no more.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // it cannot fail
    <T> CompletableFuture<T> submit(int count, IntFunction<T> source) {
        if (backlog.addAndGet(count) > maxBacklog) {
            backlog.addAndGet(-count);
            return CompletableFuture.failedFuture(new ProblemException(Problem.busy(
                    "More than " + maxBacklog + " ids are asked for at present, which is as many as may wait.")));
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        AtomicInteger room = new AtomicInteger(count);
        answer.whenComplete((ids, failure) -> giveBack(room));
        try {
            thread.execute(() -> run(count, source, answer, room));
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(new ProblemException(Problem.busy("This node is shutting down.")));
        }
        return answer;
    }

    /** Gives the room of a request back. Only the first call does so. After it, the one who asked gets the answer. */
    private void giveBack(AtomicInteger room) {
        backlog.addAndGet(-room.getAndSet(0));
    }

    private <T> void run(int count, IntFunction<T> source, CompletableFuture<T> answer, AtomicInteger room) {
        if (answer.isDone()) {
            return; // nobody waits for this answer any more
        }
        T ids = null;
        Throwable failure = null;
        try {
            ids = source.apply(count);
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            giveBack(room);
        }
        if (failure != null) {
            answer.completeExceptionally(failure);
        } else {
            answer.complete(ids);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}

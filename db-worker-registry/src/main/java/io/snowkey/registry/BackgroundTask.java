// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Work on a thread of the registry, for which threads wait. It has one outcome, which is the same for all of them:
 * the result of the work, or why the work was given up. A result that comes after that goes to a function that can
 * undo it.
 */
final class BackgroundTask<T extends @Nullable Object> {

    private final Function<BackgroundTask<T>, T> work;
    private final Consumer<T> undo;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final Object lock = new Object();
    private @Nullable Thread thread; // while the work runs; under the lock
    private boolean interruptible = true; // under the lock

    BackgroundTask(Supplier<T> work, Consumer<T> undo) {
        this(task -> work.get(), undo);
    }

    /** Makes a task whose work says when it must not be interrupted any more. */
    BackgroundTask(Function<BackgroundTask<T>, T> work, Consumer<T> undo) {
        this.work = work;
        this.undo = undo;
    }

    BackgroundTask<T> start(Threads threads, String task) {
        try {
            threads.start(task, this::run);
        } catch (Throwable noThread) { // there may be no memory for another thread
            outcome.completeExceptionally(noThread);
            end.complete(null);
            throw noThread;
        }
        return this;
    }

    private void run() {
        try {
            synchronized (lock) {
                if (outcome.isDone()) {
                    return;
                }
                thread = Thread.currentThread();
            }
            T result = work.apply(this);
            if (!outcome.complete(result)) {
                endOfInterrupts();
                undo.accept(result);
            }
        } catch (Throwable failure) {
            outcome.completeExceptionally(failure);
        } finally {
            synchronized (lock) {
                thread = null;
            }
            end.complete(null);
        }
    }

    /** Runs this action as soon as there is an outcome, in the thread that brings it. */
    void whenDone(Consumer<@Nullable T> action) {
        var unused = outcome.whenComplete((result, failure) -> action.accept(failure == null ? result : null));
    }

    /** Runs this action as soon as the thread has done everything, undoing included. */
    void whenEnded(Runnable action) {
        var unused = end.thenRun(action);
    }

    /** Ends all waits with this exception, unless there is an outcome already. This does not interrupt the work. */
    void giveUp(RuntimeException why) {
        outcome.completeExceptionally(why);
    }

    /** The thread that does the work now, or {@code null}. */
    @Nullable
    Thread thread() {
        synchronized (lock) {
            return thread;
        }
    }

    boolean isDone() {
        return outcome.isDone();
    }

    /** Interrupts the thread that does the work, if it still may be interrupted. */
    void interrupt(Consumer<Thread> interrupting) {
        synchronized (lock) {
            if (thread != null && interruptible) {
                interrupting.accept(thread);
            }
        }
    }

    /**
     * Ends the time in which the work may be interrupted, and clears an interrupt. The thread of the work calls this.
     * Such an interrupt was meant for what the thread has done, and not for what it does next.
     */
    void endOfInterrupts() {
        synchronized (lock) {
            interruptible = false;
        }
        Thread.interrupted();
    }

    boolean isFailed() {
        return outcome.isCompletedExceptionally();
    }

    /**
     * Waits for the outcome, at most for this time.
     *
     * @return whether there is an outcome
     */
    boolean await(Duration atMost) throws InterruptedException {
        try {
            outcome.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (ExecutionException failed) {
            return true;
        }
    }

    /**
     * Waits until the deadline for the thread to end, undoing included. The deadline bounds the wait, so an interrupt
     * does not end it.
     *
     * @return whether the thread has ended
     */
    boolean awaitEnd(long deadlineNanos) {
        boolean interrupted = false;
        try {
            for (; ; ) {
                try {
                    end.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
                    return true;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException notYet) {
                    return false;
                }
            }
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * The outcome. Call this only when there is one.
     *
     * @throws RuntimeException if the work failed with it; an error is thrown likewise. A
     *     {@link WorkerRegistryException} is a new one for each call, so that its stack trace shows the caller. All
     *     of them have the same cause
     */
    T result() {
        try {
            return outcome.getNow(null);
        } catch (CompletionException failed) {
            Throwable cause = failed.getCause();
            if (cause instanceof WorkerRegistryException refused) {
                throw refused.forAnotherCaller();
            }
            if (cause instanceof RuntimeException unexpected) {
                throw unexpected;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(cause);
        }
    }
}

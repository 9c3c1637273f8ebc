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
 * Work on a thread of the registry, and those who wait for it. It has one outcome, for everybody: what the work gave, or why it
 * was given up. What the work gives after it was given up is handed to whoever can undo it.
 */
final class Errand<T extends @Nullable Object> {

    private final Function<Errand<T>, T> work;
    private final Consumer<T> unwanted;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final Object lock = new Object();
    private @Nullable Thread thread; // while the work runs; under the lock
    private boolean interruptible = true; // under the lock

    Errand(Supplier<T> work, Consumer<T> unwanted) {
        this(errand -> work.get(), unwanted);
    }

    /** Work that says when it is not to be interrupted any more. */
    Errand(Function<Errand<T>, T> work, Consumer<T> unwanted) {
        this.work = work;
        this.unwanted = unwanted;
    }

    Errand<T> start(Threads threads, String task) {
        try {
            threads.start(task, this::run);
        } catch (Throwable noThread) { // there may be no memory for another one
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
                unwanted.accept(result);
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

    /** Says what happens with the outcome once it is there: at once, in the thread that brings it. */
    void whenDone(Consumer<@Nullable T> action) {
        var unused = outcome.whenComplete((result, failure) -> action.accept(failure == null ? result : null));
    }

    /** Likewise with the end of the thread: it is through with everything, undoing included. */
    void whenEnded(Runnable action) {
        var unused = end.thenRun(action);
    }

    /** Everybody who waits is refused for this reason, unless there is an outcome already. The work is not interrupted by this. */
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

    /** Has the thread that does the work interrupted, if it still may be. */
    void interrupt(Consumer<Thread> interrupting) {
        synchronized (lock) {
            if (thread != null && interruptible) {
                interrupting.accept(thread);
            }
        }
    }

    /** Called in the thread that does the work: what interrupted it was meant for what it has done, not for what it does now. */
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
     * Waits for the outcome, no longer than this.
     *
     * @return whether there is one
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
     * Waits until then for the thread to be through with everything, undoing included; whether interrupted or not, for it is
     * bounded.
     *
     * @return whether it is
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
     * The outcome, which is there.
     *
     * @throws RuntimeException if it is a failure; an error likewise. A {@link WorkerRegistryException} is one of the caller's own, so that its stack
     *     trace says who asked, and has the same cause for all who asked
     */
    T result() {
        try {
            return outcome.getNow(null);
        } catch (CompletionException failed) {
            Throwable cause = failed.getCause();
            if (cause instanceof WorkerRegistryException refused) {
                throw refused.anew();
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

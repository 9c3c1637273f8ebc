// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Held by whoever talks to the database for a lease, one at a time. Another one may interrupt what is being done: the interrupt
 * reaches the holder while it holds the turn, and never what its thread does afterwards.
 */
final class Turn {

    private final ReentrantLock lock = new ReentrantLock();
    private final Object interrupting = new Object();
    private @Nullable Thread holder; // this one and the next under "interrupting"
    private boolean interrupted;

    void lock() {
        lock.lock();
        entered();
    }

    /**
     * Takes the turn from whoever has it: waits so long, then breaks what the holder does, and waits for it to notice.
     *
     * @param breaking breaks what a thread waits for
     */
    void lock(Duration patience, Consumer<Thread> breaking) throws InterruptedException {
        while (!lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            synchronized (interrupting) {
                if (holder != null) {
                    interrupted = true; // breaking may do that, too
                    breaking.accept(holder);
                }
            }
        }
        entered();
    }

    private void entered() {
        synchronized (interrupting) {
            holder = Thread.currentThread();
        }
    }

    void unlock() {
        if (lock.getHoldCount() == 1) {
            synchronized (interrupting) {
                holder = null;
                if (interrupted) {
                    interrupted = false;
                    Thread.interrupted(); // it was meant for this turn
                }
            }
        }
        lock.unlock();
    }

    boolean isMine() {
        return lock.isHeldByCurrentThread();
    }

    /** Has the holder interrupted, if there is one. */
    void interruptHolder(Consumer<Thread> interrupt) {
        synchronized (interrupting) {
            if (holder != null) {
                interrupted = true;
                interrupt.accept(holder);
            }
        }
    }
}

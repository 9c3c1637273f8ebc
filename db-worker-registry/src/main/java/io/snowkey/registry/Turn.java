// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A lock for the thread that talks to the database for a lease. Another thread may interrupt that work. The interrupt
 * reaches the holder while it has the turn, and never what its thread does afterwards.
 */
final class Turn {

    private final ReentrantLock lock = new ReentrantLock();
    private final Object interrupting = new Object();
    private @Nullable Thread holder; // "interrupting" guards this field and the next one
    private boolean interrupted;

    void lock() {
        lock.lock();
        entered();
    }

    /**
     * Takes the turn. If another thread still has it after some time, breaks what that thread waits for, and waits
     * again.
     *
     * @param patience how long to wait before each break
     * @param breaking breaks what a thread waits for
     */
    void lock(Duration patience, Consumer<Thread> breaking) throws InterruptedException {
        while (!lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            synchronized (interrupting) {
                if (holder != null) {
                    interrupted = true; // breaking may interrupt the holder
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
                    Thread.interrupted(); // the interrupt was meant for this turn
                }
            }
        }
        lock.unlock();
    }

    boolean isMine() {
        return lock.isHeldByCurrentThread();
    }

    /** Interrupts the holder, if there is one. */
    void interruptHolder(Consumer<Thread> interrupt) {
        synchronized (interrupting) {
            if (holder != null) {
                interrupted = true;
                interrupt.accept(holder);
            }
        }
    }
}

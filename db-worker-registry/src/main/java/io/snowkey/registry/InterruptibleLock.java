// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A lock for the thread that talks to the database for a lease. Another thread may interrupt that work. The interrupt
 * reaches the owner while it has the lock, and never what its thread does afterwards.
 */
final class InterruptibleLock {

    private final ReentrantLock lock = new ReentrantLock();
    private final Object interrupting = new Object();
    private @Nullable Thread owner; // "interrupting" guards this field and the next one
    private boolean interrupted;

    void lock() {
        lock.lock();
        entered();
    }

    /**
     * Takes the lock. If another thread still has it after some time, ends what that thread waits for, and waits
     * again.
     *
     * @param timeout how long to wait each time
     * @param unblock ends what a thread waits for
     */
    void lock(Duration timeout, Consumer<Thread> unblock) throws InterruptedException {
        while (!lock.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            synchronized (interrupting) {
                if (owner != null) {
                    interrupted = true; // unblock may interrupt the owner
                    unblock.accept(owner);
                }
            }
        }
        entered();
    }

    private void entered() {
        synchronized (interrupting) {
            owner = Thread.currentThread();
        }
    }

    void unlock() {
        if (lock.getHoldCount() == 1) {
            synchronized (interrupting) {
                owner = null;
                if (interrupted) {
                    interrupted = false;
                    Thread.interrupted(); // the interrupt was meant for this owner
                }
            }
        }
        lock.unlock();
    }

    boolean isHeldByCurrentThread() {
        return lock.isHeldByCurrentThread();
    }

    /** Interrupts the owner, if there is one. */
    void interruptOwner(Consumer<Thread> interrupt) {
        synchronized (interrupting) {
            if (owner != null) {
                interrupted = true;
                interrupt.accept(owner);
            }
        }
    }
}

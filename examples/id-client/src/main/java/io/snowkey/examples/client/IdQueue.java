// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import io.snowkey.examples.client.IdClientException.Reason;
import io.snowkey.examples.client.Services.Service;
import org.jspecify.annotations.Nullable;

/**
 * Where callers and the fetching thread meet. Callers take ids and wait for them. The thread waits for room and fills
 * it.
 */
final class IdQueue {

    private final Lock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition changed = lock.newCondition();
    private final IdBuffer buffer;
    private final Services services;
    private final TimeSource time;
    private final long deadline;
    private @Nullable Throwable broken;

    IdQueue(IdBuffer buffer, Services services, TimeSource time, long deadline) {
        this.buffer = buffer;
        this.services = services;
        this.time = time;
        this.deadline = deadline;
    }

    /** Gives a caller the next id. Waits for one until the deadline. */
    long take() {
        lock.lock();
        try {
            if (buffer.isEmpty()) {
                awaitId();
            }
            long id = buffer.take();
            if (buffer.wantsMore()) {
                changed.signal();
            }
            return id;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IdClientException(Reason.INTERRUPTED, "interrupted while waiting for an id", e);
        } finally {
            lock.unlock();
        }
    }

    private void awaitId() throws InterruptedException {
        long since = time.nanoTime();
        while (buffer.isEmpty()) {
            if (buffer.isClosed()) {
                throw new IdClientException(Reason.CLOSED, "the client is closed", broken);
            }
            long left = deadline - (time.nanoTime() - since);
            if (left <= 0) {
                throw new IdClientException(
                        Reason.DEADLINE,
                        "no id within the deadline of " + TimeUnit.NANOSECONDS.toMillis(deadline) + " ms. "
                                + services.describeFailures(time.nanoTime()),
                        services.lastFailure());
            }
            changed.signal();
            time.await(filled, left);
        }
    }

    /** Makes the fetching thread wait until the next batch is wanted. Returns false once the client is closed. */
    boolean awaitDemand() {
        lock.lock();
        try {
            while (!buffer.isClosed() && !buffer.wantsMore()) {
                changed.awaitUninterruptibly();
            }
            return !buffer.isClosed();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes the fetching thread wait until a service may be asked, and returns that. Returns {@code null} once the
     * client is closed.
     */
    @Nullable
    Service awaitService() throws InterruptedException {
        lock.lock();
        try {
            while (!buffer.isClosed()) {
                Service service = services.next(time.nanoTime());
                long rest = service.pauseLeft(time.nanoTime());
                if (rest == 0) {
                    return service;
                }
                time.await(changed, rest);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    void put(Service service, long[] batch) {
        lock.lock();
        try {
            services.worked(service);
            buffer.put(batch);
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void failed(Service service, RequestFailedException failure) {
        lock.lock();
        try {
            service.failed(failure, time.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    /** Closes the client. From now on no id is given out or kept, and the calls that wait are told. */
    void close(@Nullable Throwable cause) {
        lock.lock();
        try {
            if (!buffer.isClosed()) {
                broken = cause;
                buffer.close();
            }
            filled.signalAll();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Does the least that an ordered generator can do: one clock read and one compare-and-set per id. */
final class ClockFloor implements LongSupplier {

    private static final long WORKER_ID = 1;
    private static final long NANOS_PER_MILLI = 1_000_000;
    /** Sleepers wake some 60 to 200 us late. */
    private static final long SPUN_NANOS = 250_000;

    private final int workerBits;
    private final int sequenceBits;
    private final long maxSequence;
    private final Runnable idle;
    private final AtomicLong newest = new AtomicLong();

    private ClockFloor(int workerBits, int sequenceBits, Runnable idle) {
        this.workerBits = workerBits;
        this.sequenceBits = sequenceBits;
        this.maxSequence = (1L << sequenceBits) - 1;
        this.idle = idle;
    }

    static ClockFloor spinning(int workerBits, int sequenceBits) {
        return new ClockFloor(workerBits, sequenceBits, () -> {});
    }

    /** Sleeps while a tick is used up. It gets fewer ids: the machine wakes some sleepers a whole tick too late. */
    static ClockFloor sleeping(int workerBits, int sequenceBits) {
        return new ClockFloor(workerBits, sequenceBits, ClockFloor::sleepThroughMostOfTheMillisecond);
    }

    private static void sleepThroughMostOfTheMillisecond() {
        long left = NANOS_PER_MILLI - Instant.now().get(ChronoField.NANO_OF_SECOND) % NANOS_PER_MILLI;
        if (left > SPUN_NANOS) {
            LockSupport.parkNanos(left - SPUN_NANOS);
        }
    }

    @Override
    public long getAsLong() {
        for (; ; ) {
            long seen = newest.get();
            long first = (System.currentTimeMillis() - Contender.EPOCH_MILLIS) << sequenceBits;
            if (first <= seen && (seen & maxSequence) == maxSequence) {
                idle.run();
                continue;
            }
            long point = Math.max(first, seen + 1);
            if (newest.compareAndSet(seen, point)) {
                return (point >>> sequenceBits << (workerBits + sequenceBits))
                        | (WORKER_ID << sequenceBits)
                        | (point & maxSequence);
            }
        }
    }
}

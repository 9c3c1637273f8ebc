// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** The least that an ordered generator does: one clock read and one compare-and-set per id, spinning to the next tick. */
final class ClockFloor implements LongSupplier {

    private static final long WORKER_ID = 1;

    private final int workerBits;
    private final int sequenceBits;
    private final long maxSequence;
    private final AtomicLong newest = new AtomicLong();

    ClockFloor(int workerBits, int sequenceBits) {
        this.workerBits = workerBits;
        this.sequenceBits = sequenceBits;
        this.maxSequence = (1L << sequenceBits) - 1;
    }

    @Override
    public long getAsLong() {
        for (; ; ) {
            long seen = newest.get();
            long first = (System.currentTimeMillis() - Contender.EPOCH_MILLIS) << sequenceBits;
            if (first <= seen && (seen & maxSequence) == maxSequence) {
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

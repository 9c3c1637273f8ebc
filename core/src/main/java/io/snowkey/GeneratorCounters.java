// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.snowkey.IdRefusedException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rare events of a generator: waits, refusals, and steps of the clock. Ids are not counted here, because
 * their claim knows their number.
 */
final class GeneratorCounters {

    private final AtomicLong tickWaits = new AtomicLong();
    private final AtomicLong clockWaits = new AtomicLong();
    private final AtomicLong backwardSteps = new AtomicLong();
    private final AtomicLong largestBackwardStep = new AtomicLong();
    private final Map<Reason, AtomicLong> refusals = new EnumMap<>(Reason.class);
    /** The step of the clock that was found last. */
    private final AtomicReference<@Nullable Step> lastStep = new AtomicReference<>();

    /** A reading of a clock that is behind, and the counter at that time. */
    private record Step(long clockMillis, long nextPoint) {}

    GeneratorCounters() {
        for (Reason reason : Reason.values()) {
            refusals.put(reason, new AtomicLong());
        }
    }

    void tickWait() {
        tickWaits.incrementAndGet();
    }

    void clockWait() {
        clockWaits.incrementAndGet();
    }

    IdRefusedException refusal(IdRefusedException refusal) {
        Objects.requireNonNull(refusals.get(refusal.reason())).incrementAndGet();
        return refusal;
    }

    /**
     * Whether a clock that is behind has made another step since the last one that was found.
     *
     * @param nextPoint the next point of the claim. If it moved on, the clock had caught up in between
     */
    boolean isAnotherStep(long clockMillis, long nextPoint) {
        Step last = lastStep.get();
        boolean same = last != null && clockMillis >= last.clockMillis && nextPoint == last.nextPoint;
        // A thread that loses the exchange has seen the same step as the winner.
        return lastStep.compareAndSet(last, new Step(clockMillis, nextPoint)) && !same;
    }

    /** Records a clock that is behind. The number of steps grows only with another step. */
    void behind(long byMillis, boolean anotherStep) {
        largestBackwardStep.accumulateAndGet(byMillis, Math::max);
        if (anotherStep) {
            backwardSteps.incrementAndGet();
        }
    }

    GeneratorStatistics statistics(long issued, Duration claimLeft) {
        Map<Reason, Long> byReason = new EnumMap<>(Reason.class);
        refusals.forEach((reason, count) -> byReason.put(reason, count.get()));
        return new GeneratorStatistics(
                issued,
                tickWaits.get(),
                clockWaits.get(),
                backwardSteps.get(),
                Duration.ofMillis(largestBackwardStep.get()),
                byReason,
                claimLeft);
    }
}

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

/** Counts what does not happen every day. Ids are not counted here: their claim knows their number for free. */
final class GeneratorCounters {

    private final AtomicLong tickWaits = new AtomicLong();
    private final AtomicLong clockWaits = new AtomicLong();
    private final AtomicLong backwardSteps = new AtomicLong();
    private final AtomicLong largestBackwardStep = new AtomicLong();
    private final Map<Reason, AtomicLong> refusals = new EnumMap<>(Reason.class);
    /** The step found last. */
    private final AtomicReference<@Nullable Step> lastStep = new AtomicReference<>();

    /** The clock as seen last while it was behind, and the counter then. */
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
     * Whether a clock found behind is not the same step as the one found last.
     *
     * @param nextPoint of the claim: where it moved on, the clock had caught up in between
     */
    boolean isAnotherStep(long clockMillis, long nextPoint) {
        Step last = lastStep.get();
        boolean same = last != null && clockMillis >= last.clockMillis && nextPoint == last.nextPoint;
        // A thread that loses the exchange to another one has seen the same step.
        return lastStep.compareAndSet(last, new Step(clockMillis, nextPoint)) && !same;
    }

    /** Counts a clock found behind; only another step counts as one. */
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

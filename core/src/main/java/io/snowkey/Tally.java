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
final class Tally {

    private final AtomicLong tickWaits = new AtomicLong();
    private final AtomicLong clockWaits = new AtomicLong();
    private final AtomicLong backwardSteps = new AtomicLong();
    private final AtomicLong largestBackwardStep = new AtomicLong();
    private final Map<Reason, AtomicLong> refusals = new EnumMap<>(Reason.class);
    /** The step counted last. */
    private final AtomicReference<@Nullable Step> lastStep = new AtomicReference<>();

    /** The clock as seen last while it was behind, and the counter when the step was counted. */
    private record Step(long clockMillis, long nextPoint) {}

    Tally() {
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
     * Counts a clock found behind, unless it is the same step as the one counted last.
     *
     * @param nextPoint of the claim: where it moved on, the clock had caught up in between
     * @param continues unless ids go on meanwhile
     * @return whether it was counted
     */
    boolean behind(long newestMillis, long clockMillis, long nextPoint, boolean continues) {
        largestBackwardStep.accumulateAndGet(newestMillis - clockMillis, Math::max);
        Step last = lastStep.get();
        if (last != null && clockMillis >= last.clockMillis && (continues || nextPoint == last.nextPoint)) {
            // Whoever loses this to another thread has seen the same step.
            lastStep.compareAndSet(last, new Step(clockMillis, last.nextPoint));
            return false;
        }
        if (!lastStep.compareAndSet(last, new Step(clockMillis, nextPoint))) {
            return false;
        }
        backwardSteps.incrementAndGet();
        return true;
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

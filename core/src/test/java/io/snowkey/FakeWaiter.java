// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Instead of waiting, moves a settable clock to the time waited for, and remembers it. */
final class FakeWaiter implements Waiter {

    private final SettableClock clock;
    private final List<Long> waitedFor = new ArrayList<>();
    private Outcome outcome = Outcome.REACHED;

    FakeWaiter(SettableClock clock) {
        this.clock = clock;
    }

    /** From now on no wait moves the clock, and all end like this. */
    void endsWith(Outcome newOutcome) {
        this.outcome = newOutcome;
    }

    List<Long> waitedFor() {
        return waitedFor;
    }

    @Override
    public Outcome await(InstantSource ignored, long untilMillis, long longestMillis) {
        waitedFor.add(untilMillis);
        if (outcome == Outcome.REACHED) {
            clock.set(untilMillis);
        }
        return outcome;
    }
}

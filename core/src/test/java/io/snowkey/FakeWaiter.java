// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Instead of waiting, lets time pass on a settable clock until the time waited for is there, and remembers that time. */
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
    public Outcome await(InstantSource watched, long untilMillis, long longestMillis) {
        waitedFor.add(untilMillis);
        if (outcome == Outcome.REACHED) {
            clock.pass(untilMillis - watched.millis());
        }
        return outcome;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

/** What a claim does, so that the same checks run against the real one and against broken ones. */
interface Counter {

    /** Takes up to so many points, as {@link Claim#take(ClockRules, java.time.InstantSource, Claim.Run)} does. */
    long take(ClockRules rules, long now, long wanted, Claim.Run run);

    default long take(ClockRules rules, long now) {
        return take(rules, now, 1, new Claim.Run());
    }

    long seal();

    /** Makes a counter of one worker. */
    @FunctionalInterface
    interface Factory {

        Counter claim(Ticks ticks, long fromMillis, long untilMillis);
    }

    /** The real claim. */
    static Counter real(Ticks ticks, long fromMillis, long untilMillis) {
        Claim claim = Claim.of(ticks, 0, fromMillis, untilMillis);
        return new Counter() {
            @Override
            public long take(ClockRules rules, long now, long wanted, Claim.Run run) {
                run.wanted = wanted;
                return claim.take(rules, new SettableClock(ticks.startMillis(now)), run);
            }

            @Override
            public long seal() {
                return claim.seal();
            }
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;

/** A lease on a durable mark with one rule taken out; with none taken out it keeps all of them. */
final class BrokenMarkLease implements MarkRules.Renewable {

    /** The rule that is missing. */
    enum Without {
        NOTHING,
        /** The claim is extended first, and the mark written then. */
        WRITE_AHEAD,
        /** A start looks at the clock alone. */
        MARK_AT_START,
        /** The mark is lowered first, and the claim sealed then. */
        SEAL_FIRST
    }

    private static final long RESERVATION = 3_000;

    private final Without without;
    private final DurableMark mark;
    private final SettableClock clock;
    private final Claim claim;

    BrokenMarkLease(Without without, DurableMark mark, SettableClock clock) throws IOException {
        this.without = without;
        this.mark = mark;
        this.clock = clock;
        long from = without == Without.MARK_AT_START ? clock.millis() : Math.max(mark.read(), clock.millis());
        this.claim = Claim.of(SnowflakeLayout.DEFAULT, 7, from, from);
        renew();
    }

    @Override
    public Claim claim() {
        return claim;
    }

    @Override
    public void renew() throws IOException {
        long until = Math.max(clock.millis(), claim.fromMillis()) + RESERVATION;
        if (without == Without.WRITE_AHEAD) {
            claim.extendTo(until);
        }
        mark.write(until);
        claim.extendTo(until);
    }

    @Override
    public void close() throws IOException {
        if (without == Without.SEAL_FIRST) {
            mark.release(claim.highWaterMillis());
            claim.seal();
        } else {
            mark.release(claim.seal());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Duration;
import java.time.Instant;

import io.snowkey.IdRefusedException.Reason;
import org.jspecify.annotations.Nullable;

/** Creates the exceptions of refused calls, with the values that explain them and with what to do. */
final class Refusals {

    private Refusals() {}

    static IdRefusedException clockBehind(Claim claim, long clockMillis) {
        Instant newest = Instant.ofEpochMilli(claim.newestMillis());
        Instant clock = Instant.ofEpochMilli(clockMillis);
        return new IdRefusedException(
                Reason.CLOCK_BEHIND,
                "The clock reads " + clock + ". That is " + MessageText.of(Duration.between(clock, newest))
                        + " behind the newest timestamp of worker " + claim.workerId() + ", " + newest
                        + ", and more than the clock tolerance. Ids resume when the clock has caught up. Let the"
                        + " clock be slewed rather than stepped, or choose the clock policy CONTINUE.",
                null);
    }

    static IdRefusedException stalled(long awaitedMillis, long clockMillis) {
        return new IdRefusedException(
                Reason.CLOCK_BEHIND,
                "Waited for the clock to reach " + Instant.ofEpochMilli(awaitedMillis) + ", but it reads "
                        + Instant.ofEpochMilli(clockMillis) + " long after it should have: it stands still."
                        + " Ids resume when it moves again.",
                null);
    }

    static IdRefusedException interrupted(long awaitedMillis) {
        return new IdRefusedException(
                Reason.INTERRUPTED,
                "Interrupted while waiting for the clock to reach " + Instant.ofEpochMilli(awaitedMillis),
                null);
    }

    static IdRefusedException layoutUsedUp(SnowflakeLayout layout, @Nullable Throwable failure) {
        return new IdRefusedException(
                Reason.LAYOUT_EXHAUSTED,
                "The ids of the layout [" + layout + "] are used up: it ends at " + layout.exhaustedAt()
                        + ". Move to a layout with more timestamp bits or a later epoch, in a new namespace.",
                failure);
    }

    static IdRefusedException ended(Claim claim, @Nullable Throwable failure) {
        return new IdRefusedException(
                Reason.CLAIM_ENDED,
                "The claim of worker " + claim.workerId() + " ended at " + Instant.ofEpochMilli(claim.untilMillis())
                        + because(failure) + " Ids resume when the lease is renewed.",
                failure);
    }

    static IdRefusedException usedUpAheadOfTheClock(Claim claim, long clockMillis) {
        Instant end = Instant.ofEpochMilli(claim.untilMillis());
        Instant clock = Instant.ofEpochMilli(clockMillis);
        return new IdRefusedException(
                Reason.CLOCK_BEHIND,
                "The clock reads " + clock
                        + ". Ids went on ahead of it, as the clock policy CONTINUE says, and have used up the"
                        + " claim of worker " + claim.workerId() + ", which ends at " + end
                        + ". Ids resume when the clock has caught up, or when a renewed lease reaches further. Set the"
                        + " clock right, or lease for a longer time at once.",
                null);
    }

    /** The failure of the last attempt to acquire a lease, for {@link SnowflakeGenerator#refusalNow()}. */
    static SnowkeyException notAcquired(Throwable failure) {
        return failure instanceof SnowkeyException known
                ? known
                : new IdRefusedException(Reason.LEASE_LOST, "No worker id is held" + because(failure), failure);
    }

    static IdRefusedException closed() {
        return new IdRefusedException(Reason.CLOSED, "The generator or its lease was closed.", null);
    }

    static IdRefusedException sealed(@Nullable Throwable failure) {
        return failure == null
                ? closed()
                : new IdRefusedException(
                        Reason.LEASE_LOST,
                        "The lease was lost" + because(failure) + " Ids resume when another lease is acquired.",
                        failure);
    }

    private static String because(@Nullable Throwable failure) {
        return failure == null ? "." : ": " + failure.getMessage();
    }
}

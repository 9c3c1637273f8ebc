// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

/**
 * Why a claim gave no id. Methods return a verdict as its {@link #code}: a negative {@code long} in place of a point,
 * which is never negative. So no object is needed for each id.
 */
enum Verdict {
    /** All ids of this tick, and of the ticks that the burst allows, are taken. The next tick has new ones. */
    TICK_USED_UP(-1),
    /** The clock reads less than the newest id by more than the burst allows. */
    CLOCK_BEHIND(-2),
    /** The next point lies at the end of the claim or after it. */
    CLAIM_ENDED(-3),
    /** The claim was sealed: it gives no id ever again. */
    CLAIM_SEALED(-4);

    private static final Verdict[] ALL = values();

    private final long code;

    Verdict(long code) {
        this.code = code;
    }

    /** The verdict as a negative number. */
    long code() {
        return code;
    }

    /** The verdict with this code. */
    static Verdict of(long code) {
        for (Verdict verdict : ALL) {
            if (verdict.code == code) {
                return verdict;
            }
        }
        throw new AssertionError(code);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

/** What a simulated run checks after every step. The first five make ids unique, the others keep the service good. */
enum SimRule {
    /** No id is issued twice. */
    NO_DUPLICATE,
    /** Of two claims on one worker id, that of the later generation begins where the earlier one ends, or after it. */
    NO_OVERLAP,
    /** An id lies in a claim that the lease of its generator held when it was issued. */
    INSIDE_THE_CLAIM,
    /** A claim reaches no further than what the database acknowledged to its holder. */
    ONLY_WHAT_WAS_ACKNOWLEDGED,
    /** Every id lies below the high-water mark of its worker id, and so does the claim of who holds it. */
    HIGH_WATER_MARK_AHEAD,
    /** The ids of one lease grow. */
    GROWING,
    /** A lease that has not expired by the clock of the database is not taken away. */
    NOT_BEFORE_EXPIRY,
    /** Who was told that it holds a worker id under a generation is in the row with that generation. */
    HELD_UNDER_THE_GENERATION_TOLD,
    /** Who may issue ids under a generation is in the history of holders. */
    IN_THE_HISTORY,
    /** Without clones and lost commits, no holder is refused that has the row. */
    NOT_REFUSED_WITHOUT_NEED,
    /** Of clones, at most one gets more than what any of them had asked for when they parted. */
    CLONES_PART,
    /**
     * Once every process that held a claim when commits were lost has had a statement acknowledged, no claim that begins or
     * grows after that overlaps what it issued.
     */
    WHAT_WAS_LOST_IS_REPAIRED,
    /** No high-water mark is set further ahead of the clock of the database than reservation and skew together. */
    NOT_FAR_AHEAD
}

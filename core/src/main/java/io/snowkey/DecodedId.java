// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Instant;

/**
 * What an id says. Immutable and thread-safe.
 *
 * @param id the id, 0 or more
 * @param layout the layout that it was made with
 */
public record DecodedId(long id, SnowflakeLayout layout) {

    /**
     * Takes an id apart.
     *
     * @throws IllegalArgumentException if the id is negative or has more bits than the layout: it was not made with it
     */
    public DecodedId {
        if (id < 0 || (layout.bits() < SnowflakeLayout.USABLE_BITS && id >>> layout.bits() != 0)) {
            throw new IllegalArgumentException("id " + id + ": must be 0 to " + (~0L >>> (Long.SIZE - layout.bits()))
                    + " in the layout [" + layout + "]. It was made with another one.");
        }
    }

    /** The beginning of the tick in which the id was issued, by the clock of its worker. */
    public Instant instant() {
        return SnowflakeLayout.instant(layout.ticks().startMillis(timestamp()));
    }

    /** Ticks since the layout's epoch. */
    public long timestamp() {
        return layout.timestampOf(id);
    }

    /** The worker that issued the id. */
    public long workerId() {
        return layout.workerIdOf(id);
    }

    /** The number of the id among those of its worker and tick, from 0. */
    public long sequence() {
        return layout.sequenceOf(id);
    }

    /** For people: the id with its time, worker and sequence. */
    @Override
    public String toString() {
        return id + " [" + instant() + ", worker " + workerId() + ", sequence " + sequence() + "]";
    }
}

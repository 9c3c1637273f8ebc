// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Instant;

/**
 * The parts of an id: its time, worker id and sequence. Immutable and thread-safe.
 *
 * <pre>{@code
 * DecodedId id = SnowflakeLayout.DISCORD.decode(175928847299117063L);
 * Instant issued = id.instant(); // 2016-04-30T11:18:25.796Z
 * }</pre>
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
        if (id < 0 || id > layout.fields().maxId()) {
            throw new IllegalArgumentException("id " + id + ": must be 0 to "
                    + layout.fields().maxId() + " in the layout [" + layout + "]. It was made with another one.");
        }
    }

    /** The beginning of the tick in which the id was issued, by the clock of its worker. */
    public Instant instant() {
        return Instant.ofEpochMilli(layout.ticks().startMillis(timestamp()));
    }

    /** Ticks since the layout's epoch. */
    public long timestamp() {
        return layout.fields().timestamp(id);
    }

    /** The worker that issued the id. */
    public long workerId() {
        return layout.fields().workerId(id);
    }

    /**
     * The datacenter of the worker: 0 where the layout has no {@linkplain SnowflakeLayout#datacenterBits() bits} for
     * it.
     */
    public long datacenter() {
        return layout.fields().datacenter(workerId());
    }

    /** The worker within its datacenter. It is the worker id itself where the layout has no datacenters. */
    public long machine() {
        return layout.fields().machine(workerId());
    }

    /** The number of the id among those of its worker and tick, from 0. */
    public long sequence() {
        return layout.fields().sequence(id);
    }

    /** The id as text of a fixed width. */
    public String text(TextForm form) {
        return form.format(id);
    }

    /** The id with its time, worker and sequence, for people. */
    @Override
    public String toString() {
        return id + " [" + instant() + ", worker " + workerId() + ", sequence " + sequence() + "]";
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.snowkey.Claim;
import io.snowkey.DecodedId;
import io.snowkey.registry.SimSession.Written;
import io.snowkey.registry.SimStatements.Call;
import io.snowkey.registry.SimStatements.Kind;
import io.snowkey.registry.SimTally.Event;

/** Every row, every claim and every id that there ever was in a simulated run, held against the rules. */
final class SimLedger {

    /** A row of the worker table. */
    record Row(long generation, String holder, long expiresMillis, long reservedMillis) {}

    /** A claim that a process got, crashed or not. */
    static final class Entry {
        final SimProcess owner;
        final long generation;
        final Claim claim;
        private long endSeen;

        private Entry(SimProcess owner, long generation, Claim claim) {
            this.owner = owner;
            this.generation = generation;
            this.claim = claim;
            this.endSeen = claim.untilMillis();
        }

        /** Where the claim ends; a sealed one ends with its ids. */
        long endMillis() {
            return claim.isSealed() ? Math.min(claim.untilMillis(), claim.highWaterMillis()) : claim.untilMillis();
        }

        private boolean holds(long millis, long tickMillis) {
            return claim.fromMillis() <= millis && millis + tickMillis <= claim.untilMillis();
        }

        @Override
        public String toString() {
            return "claim of " + owner + " on worker " + claim.workerId() + " under generation " + generation + ", "
                    + claim.fromMillis() + " to " + endMillis() + (claim.isSealed() ? " (sealed)" : "");
        }
    }

    private final SimWorld world;
    private final Map<Long, Row> rows = new HashMap<>();
    private final Map<Long, List<Entry>> claims = new HashMap<>();
    private final Set<Long> ids = new HashSet<>();
    private long changes;

    SimLedger(SimWorld world) {
        this.world = world;
    }

    /** How often a row changed. */
    long changes() {
        return changes;
    }

    /** A statement was executed, and the row now is this. */
    void written(Written written, Row row) {
        Call call = written.call();
        long workerId = call.number("worker");
        Row before = rows.put(workerId, row);
        if (Objects.equals(before, row)) {
            return;
        }
        changes++;
        if (call.acquires()) {
            taken(written, before, row);
        }
        long limit =
                written.atMillis() + world.reservation.plus(world.maxClockSkew).toMillis();
        boolean moved = before == null || row.reservedMillis() > before.reservedMillis();
        if (call.kind() != Kind.RELEASE && moved && row.reservedMillis() > limit) {
            world.broken(SimRule.NOT_FAR_AHEAD, call + " moved the high-water mark " + row + " beyond " + limit);
        }
        for (Entry entry : of(workerId)) {
            if (entry.generation == row.generation() && row.holder() != null) {
                requireCovered(entry, row);
            }
        }
    }

    private void taken(Written written, Row before, Row row) {
        Call call = written.call();
        if (before != null && before.expiresMillis() > written.atMillis()) {
            world.broken(SimRule.NOT_BEFORE_EXPIRY, call + " at " + written.atMillis() + " took " + before);
        }
        if (row.generation() != call.generation() + 1) {
            world.broken(
                    SimRule.HELD_UNDER_THE_GENERATION_TOLD,
                    call + " with the generation " + call.generation() + " made " + row);
        }
    }

    /** A process was told that it holds a claim. */
    Entry granted(SimProcess owner, long generation, Claim claim) {
        Entry entry = new Entry(owner, generation, claim);
        claims.computeIfAbsent(claim.workerId(), w -> new ArrayList<>()).add(entry);
        world.note(owner, "got the " + entry);
        require(entry);
        return entry;
    }

    /** A claim may have grown. */
    void checked(Entry entry) {
        long end = entry.endMillis();
        if (end > entry.endSeen) {
            world.count(Event.EXTENSIONS);
            entry.endSeen = end;
            require(entry);
        }
    }

    private void require(Entry entry) {
        if (entry.endMillis() > entry.owner.acknowledgedMillis()) {
            world.broken(
                    SimRule.ONLY_WHAT_WAS_ACKNOWLEDGED,
                    entry + " is wider than acknowledged: " + entry.owner.acknowledgedMillis());
        }
        for (Entry other : of(entry.claim.workerId())) {
            if (other != entry) {
                requireApart(entry, other);
            }
        }
        Row row = rows.get(entry.claim.workerId());
        if (row != null && row.generation() == entry.generation && row.holder() != null) {
            requireCovered(entry, row);
        }
    }

    private void requireApart(Entry a, Entry b) {
        Entry earlier = a.generation < b.generation ? a : b;
        Entry later = earlier == a ? b : a;
        if (a.generation == b.generation || earlier.endMillis() > later.claim.fromMillis()) {
            world.broken(SimRule.NO_OVERLAP, earlier + " and " + later);
        }
    }

    private void requireCovered(Entry entry, Row row) {
        if (entry.endMillis() > row.reservedMillis()) {
            world.broken(SimRule.HIGH_WATER_MARK_AHEAD, entry + " with " + row);
        }
    }

    /** An id was issued to a caller in this process. */
    void issued(SimProcess process, Entry current, long id) {
        world.count(Event.IDS);
        DecodedId decoded = new DecodedId(id, world.layout);
        if (!ids.add(id)) {
            world.broken(SimRule.NO_DUPLICATE, process + " issued " + decoded + ", which had been issued before");
        }
        long millis = decoded.instant().toEpochMilli();
        long tick = world.layout.tick().toMillis();
        Row row = rows.get(decoded.workerId());
        if (millis + tick > row.reservedMillis()) {
            world.broken(SimRule.HIGH_WATER_MARK_AHEAD, process + " issued " + decoded + " with " + row);
        }
        if (current.claim.workerId() != decoded.workerId() || !current.holds(millis, tick)) {
            boolean formerly = of(decoded.workerId()).stream()
                    .anyMatch(entry -> entry.owner == process && entry.holds(millis, tick));
            if (!formerly) {
                world.broken(SimRule.INSIDE_THE_CLAIM, decoded + " at " + millis + " is not in the " + current);
            }
        }
    }

    private List<Entry> of(long workerId) {
        return claims.getOrDefault(workerId, List.of());
    }
}

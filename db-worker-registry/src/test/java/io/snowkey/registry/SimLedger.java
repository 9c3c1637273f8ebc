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
import io.snowkey.registry.SimStatements.Operation;
import io.snowkey.registry.SimStatistics.Event;

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
        /** It was held when commits were lost, and its holder has had no answer since. */
        private boolean owed;
        /** It was over when commits were lost: nobody is left who could say so. */
        private boolean over;

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
    private final Map<String, SimTokens> drawn = new HashMap<>();
    /** By worker id: up to where clones share what they had asked for. */
    private final Map<Long, Long> shared = new HashMap<>();

    private long sharedByTokens;
    private long changes;

    SimLedger(SimWorld world) {
        this.world = world;
    }

    /** The row of a worker id, or null. */
    Row row(long workerId) {
        return rows.get(workerId);
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
        if (call.operation() != Operation.RELEASE
                && moved
                && world.faults == SimWorld.FaultModel.PLAIN
                && row.reservedMillis() > limit) {
            world.broken(SimRule.NOT_FAR_AHEAD, call + " moved the high-water mark " + row + " beyond " + limit);
        }
        for (Entry entry : of(workerId)) {
            if (entry.generation == row.generation() && row.holder() != null) {
                requireCovered(entry, row);
            }
        }
    }

    /** Whether another process drew the same token. If for the same end too, nothing tells the two apart. */
    boolean drawn(String question, SimTokens by, long untilMillis) {
        SimTokens other = drawn.putIfAbsent(question + " " + untilMillis, by);
        if (other != null && other != by) {
            sharedByTokens = Math.max(sharedByTokens, untilMillis);
        }
        SimTokens same = drawn.putIfAbsent(question, by);
        return same != null && same != by;
    }

    /** A process was cloned that had asked for as much. */
    void cloned(long workerId, long askedMillis) {
        shared.merge(workerId, askedMillis, Math::max);
    }

    private boolean isShared(long workerId, long endMillis) {
        return world.faults == SimWorld.FaultModel.CLONES
                && endMillis <= Math.max(sharedByTokens, shared.getOrDefault(workerId, 0L));
    }

    /** Commits were lost, and the rows are these now. */
    void wentBack(Map<Long, Row> now) {
        rows.clear();
        rows.putAll(now);
        claims.values()
                .forEach(all -> all.forEach(entry -> {
                    boolean held = !entry.owner.isDead() && (entry.owed || entry.owner.holds(entry));
                    entry.owed = held;
                    entry.over |= !held;
                }));
    }

    /** A process has had an answer that says how far its claims reached. */
    void settled(SimProcess process, long workerId, long generation) {
        for (Entry entry : of(workerId)) {
            if (entry.owner == process && entry.generation == generation) {
                entry.owed = false;
            }
        }
    }

    /** Whether somebody who held this worker id when commits were lost has had no answer since. */
    boolean isOwed(long workerId) {
        return of(workerId).stream().anyMatch(each -> each.owed && !each.owner.isDead());
    }

    /** What the database handed out before everybody had an answer may overlap, however late its holder learns of it. */
    private void requireRepaired(Entry entry, long from, long end) {
        List<Entry> all = of(entry.claim.workerId());
        if (entry.owner.wasAnsweredWhileOwed() || isOwed(entry.claim.workerId())) {
            return;
        }
        world.count(Event.CHECKS_AFTER_LOSS);
        for (Entry other : all) {
            boolean counts = other != entry && !other.over && !other.owed;
            if (counts
                    && from < other.endMillis()
                    && other.claim.fromMillis() < end
                    && other.claim.fromMillis() < other.endMillis()) {
                world.broken(SimRule.WHAT_WAS_LOST_IS_REPAIRED, entry + " got " + from + " to " + end + " of " + other);
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
    Entry granted(SimProcess owner, long generation, Claim claim, boolean beforeTheLoss) {
        Entry entry = new Entry(owner, generation, claim);
        entry.owed = beforeTheLoss;
        claims.computeIfAbsent(claim.workerId(), w -> new ArrayList<>()).add(entry);
        world.note(owner, "got the " + entry);
        require(entry);
        if (world.faults == SimWorld.FaultModel.LOST_COMMITS && !beforeTheLoss) {
            requireRepaired(entry, claim.fromMillis(), claim.untilMillis());
        }
        return entry;
    }

    /** A claim may have grown. */
    void checked(Entry entry) {
        long end = entry.endMillis();
        if (end > entry.endSeen) {
            world.count(Event.EXTENSIONS);
            if (world.faults == SimWorld.FaultModel.LOST_COMMITS) {
                requireRepaired(entry, entry.endSeen, end);
            }
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
        if (world.faults == SimWorld.FaultModel.LOST_COMMITS) {
            return;
        }
        if (world.faults == SimWorld.FaultModel.CLONES) {
            requireParted(a, b);
            return;
        }
        Entry earlier = a.generation < b.generation ? a : b;
        Entry later = earlier == a ? b : a;
        if (a.generation == b.generation || earlier.endMillis() > later.claim.fromMillis()) {
            world.broken(SimRule.NO_OVERLAP, earlier + " and " + later);
        }
    }

    private void requireParted(Entry a, Entry b) {
        long from = Math.max(a.claim.fromMillis(), b.claim.fromMillis());
        long end = Math.min(a.endMillis(), b.endMillis());
        if (from < end && !isShared(a.claim.workerId(), end)) {
            world.broken(SimRule.CLONES_PART, a + " and " + b + " share " + from + " to " + end);
        }
    }

    private void requireCovered(Entry entry, Row row) {
        if (world.faults != SimWorld.FaultModel.LOST_COMMITS && entry.endMillis() > row.reservedMillis()) {
            world.broken(SimRule.HIGH_WATER_MARK_AHEAD, entry + " with " + row);
        }
    }

    /** An id was issued to a caller in this process. */
    void issued(SimProcess process, Entry current, long id) {
        world.count(Event.IDS);
        DecodedId decoded = new DecodedId(id, world.layout);
        long end = decoded.instant().toEpochMilli() + world.layout.tick().toMillis();
        boolean mayRepeat = world.faults == SimWorld.FaultModel.LOST_COMMITS || isShared(decoded.workerId(), end);
        if (!ids.add(id) && !mayRepeat) {
            world.broken(SimRule.NO_DUPLICATE, process + " issued " + decoded + ", which had been issued before");
        }
        long millis = decoded.instant().toEpochMilli();
        long tick = world.layout.tick().toMillis();
        Row row = rows.get(decoded.workerId());
        if (!mayRepeat && millis + tick > row.reservedMillis()) {
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

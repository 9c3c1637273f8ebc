// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.snowkey.Claim;
import io.snowkey.registry.SimLedger.Row;
import io.snowkey.registry.SimStatements.Call;
import io.snowkey.registry.SimStatements.Operation;

/**
 * Writes down what a simulated run did, as the specification in {@code docs/protocol} reads it. Each attempt to acquire
 * is a process of its own there.
 *
 * <p>The specification writes a row and its history at once, and knows nothing of expiry. So a statement that found
 * nothing for such a reason counts as one that was never executed, and the recording of a worker id ends where a repair
 * met a row whose holder was not written down yet.
 */
final class SimRecorder {

    private static final String NOBODY = "-";
    private static final List<String> ASKED = List.of("told", "token", "until", "mark");

    /** A line: a step and what it says. Some of it becomes known later. */
    private static final class Line {
        String step;
        final Map<String, Object> values = new LinkedHashMap<>();

        Line(String step) {
            this.step = step;
        }

        Line with(String key, Object value) {
            values.put(key, value);
            return this;
        }

        @Override
        public String toString() {
            return step
                    + values.entrySet().stream()
                            .map(each -> " " + each.getKey() + "=" + each.getValue())
                            .collect(Collectors.joining());
        }
    }

    /** One who holds, or wants, a worker id. */
    private static final class Actor {
        final Object process;
        final String name;
        final long worker;
        final String holder;
        Line asked;
        Line taken;
        Line kept;
        Line installed;
        String token = NOBODY;
        long until;
        long next = Long.MIN_VALUE;
        long end = Long.MIN_VALUE;
        boolean holds;
        boolean refused;
        boolean over;

        Actor(Object process, String name, long worker, String holder) {
            this.process = process;
            this.name = name;
            this.worker = worker;
            this.holder = holder;
        }
    }

    /** A statement on its way. */
    private static final class Sent {
        final Actor actor;
        final Call call;
        String times = "once";
        Line executed;
        boolean forsaken;
        boolean neverExecuted;
        boolean found;
        boolean kept;

        /** Whether somebody waits for the answer to the next time that it is executed. */
        boolean isHeard() {
            return !forsaken && !hasCopyLeft();
        }

        /** Whether it may still be executed, and nobody would hear the answer. */
        boolean isLeft() {
            return executed == null ? forsaken : hasCopyLeft();
        }

        private boolean hasCopyLeft() {
            return executed != null && "late".equals(executed.values.get("times"));
        }

        /** Whether it asks for the same; when it was sent makes no difference. */
        boolean asks(Sent other) {
            return actor == other.actor
                    && call.operation() == other.call.operation()
                    && ASKED.stream()
                            .allMatch(name -> !call.names().contains(name)
                                    || Objects.equals(call.value(name), other.call.value(name)));
        }

        Sent(Actor actor, Call call) {
            this.actor = actor;
            this.call = call;
        }
    }

    private record Key(Object process, String holder) {}

    private final List<Line> lines = new ArrayList<>();
    private final Map<Key, Actor> actors = new HashMap<>();
    /** By identity: two statements may ask for the same. */
    private final IdentityHashMap<Call, Sent> sent = new IdentityHashMap<>();

    private final Set<Long> ended = new HashSet<>();
    private final boolean on;
    private int attempts;

    SimRecorder(boolean on) {
        this.on = on;
    }

    boolean isOn() {
        return on;
    }

    List<String> lines() {
        return lines.stream().map(Line::toString).toList();
    }

    private Line say(String step, Actor actor) {
        Line line = new Line(step).with("worker", actor.worker).with("p", actor.name);
        lines.add(line);
        return line;
    }

    private Actor actor(Object process, Call call) {
        if (call.names().contains("holder")) {
            return actors.get(new Key(process, call.text("holder")));
        }
        return actors.values().stream()
                .filter(it -> it.process == process && it.worker == call.number("worker") && !it.over)
                .filter(it -> ((Number) it.asked.values.get("seen")).longValue() + 1 == call.generation())
                .findFirst()
                .orElse(null);
    }

    /** A statement leaves a process. */
    void asked(Object process, Call call) {
        if (!on || call.operation() == Operation.UNRECORDED || call.operation() == Operation.READ) {
            return;
        }
        if (call.operation() == Operation.OTHER) {
            recording(process, call);
            return;
        }
        if (ended.contains(call.number("worker"))) {
            return;
        }
        Actor actor = call.acquires() ? newActor(process, call) : actor(process, call);
        if (actor == null) {
            ended.add(call.number("worker"));
            return;
        }
        if (call.names().contains("mark") && call.number("mark") < actor.next) {
            ended.add(actor.worker); // the claim was shorter than a tick, and its mark is not where it began
            return;
        }
        switch (call.operation()) {
            case CREATE, TAKE -> askTake(actor, call);
            case RENEW -> askRenew(actor, call);
            case REINSTALL -> say("askInstall", actor);
            case REPAIR -> askRepair(actor, call);
            case RELEASE -> {
                forgotten(actor, token(call));
                issuedUpTo(actor, call.number("mark"));
                say("askRelease", actor);
            }
            default -> throw new AssertionError(call);
        }
        sent.put(call, new Sent(actor, call));
    }

    private Actor newActor(Object process, Call call) {
        for (Actor earlier : actors.values()) {
            if (earlier.process == process && earlier.holds) {
                abandon(earlier); // it was not written down, and is forgotten
            }
        }
        Actor actor = new Actor(process, process + "#" + ++attempts, call.number("worker"), call.text("holder"));
        actors.put(new Key(process, actor.holder), actor);
        return actor;
    }

    private void abandon(Actor actor) {
        actor.over = true;
        actor.holds = false;
        sent.values().forEach(it -> it.forsaken |= it.actor == actor);
    }

    private void askTake(Actor actor, Call call) {
        actor.asked = say("askTake", actor)
                .with("seen", call.generation())
                .with("now", call.number("ownNow"))
                .with("from", call.number("ownNow"))
                .with("until", call.number("until"))
                .with("holder", actor.holder);
        actor.next = call.number("ownNow");
        if (call.names().contains("from")) {
            begins(actor, call.number("from"));
        }
    }

    /** The statement that records who took the worker id. Where a dialect has one, it says where the claim begins. */
    private void recording(Object process, Call call) {
        if (call.names().contains("from") && call.names().contains("holder")) {
            Actor actor = actor(process, call);
            if (actor != null && actor.asked != null) {
                begins(actor, call.number("from"));
            }
        }
    }

    private void begins(Actor actor, long from) {
        actor.asked.with("from", from);
        if (actor.taken != null) {
            actor.taken.with("from", from);
        }
        actor.next = Math.max(actor.next, from);
        if (from > ((Number) actor.asked.values.get("until")).longValue()) {
            ended.add(actor.worker); // nothing fits into its ticks
        }
    }

    private void askRenew(Actor actor, Call call) {
        String token = token(call);
        forgotten(actor, token);
        actor.kept = null;
        actor.token = token;
        actor.until = call.number("until");
        say("askRenew", actor).with("until", call.number("until")).with("token", token);
    }

    private static String token(Call call) {
        return call.text("token").replace(' ', '_');
    }

    /** A question that was answered, and not granted, is taken back if it is not asked again. */
    private static void forgotten(Actor actor, String token) {
        if (actor.kept != null && !token.equals(actor.token)) {
            actor.kept.step = "takeBack";
        }
    }

    private void askRepair(Actor actor, Call call) {
        if (actor.holds && actor.installed != null) {
            actor.installed.step = "giveUp"; // its holder could not be written down, so it does not count
            actor.holds = false;
            actor.refused = true;
        }
        if (actor.refused) {
            issuedUpTo(actor, call.number("mark"));
            say("seal", actor);
            actor.refused = false;
        }
        say("askRepair", actor);
    }

    private void issuedUpTo(Actor actor, long next) {
        if (next > actor.next) {
            say("issue", actor).with("next", next);
            actor.next = next;
        }
    }

    /** A proxy or a driver runs it once more right after this. */
    void runsTwice(Call call) {
        Sent it = sent.get(call);
        if (it != null) {
            it.times = "early";
        }
    }

    /** It is run once more at some time, and nobody hears the answer. */
    void runsLater(Call call) {
        Sent it = sent.get(call);
        if (it == null) {
            return;
        }
        if (it.executed == null) {
            it.times = "late"; // in a transaction, which is not committed yet
        } else {
            it.executed.with("times", "late");
        }
    }

    /** A statement was executed and committed. */
    void executed(Call call, int count, Row before, Row after, boolean recorded) {
        Sent it = sent.get(call);
        if (it == null || ended.contains(it.actor.worker)) {
            return;
        }
        boolean inserts = call.sql().contains("INSERT INTO snowkey_worker");
        boolean hasTwoForms = call.operation() == Operation.REINSTALL || call.operation() == Operation.REPAIR;
        it.neverExecuted = count == 0 && (call.acquires() || (hasTwoForms && (inserts || before == null)));
        if (it.neverExecuted) {
            return;
        }
        if (call.operation() == Operation.REPAIR && before != null && before.holder() != null && !recorded) {
            ended.add(it.actor.worker);
            return;
        }
        it.found = count == 1;
        it.kept = call.operation() == Operation.RENEW && count == 1 && after.reservedMillis() < call.number("until");
        Line line = statement(it, call)
                .with("rows", count)
                .with(
                        "row",
                        after == null
                                ? "0/-/0"
                                : after.generation() + "/" + holder(after) + "/" + after.reservedMillis());
        if (!it.times.equals("once") || repeats(it)) {
            line.with("times", it.times.equals("once") ? "late" : it.times);
        }
        it.times = "once";
        it.executed = line;
        lines.add(line);
    }

    /** Whether the same may still be executed once more, for nobody: the specification cannot tell the two apart. */
    private boolean repeats(Sent it) {
        return !it.isHeard()
                && sent.values().stream().anyMatch(other -> other != it && other.isLeft() && other.asks(it));
    }

    private static String holder(Row row) {
        return row.holder() == null ? NOBODY : row.holder();
    }

    private Line statement(Sent it, Call call) {
        Actor actor = it.actor;
        String step =
                switch (call.operation()) {
                    case CREATE, TAKE -> "take";
                    case RENEW -> it.kept ? "skewed" : "renew";
                    case REINSTALL -> "install";
                    case REPAIR -> "repair";
                    case RELEASE -> "release";
                    default -> throw new AssertionError(call);
                };
        Line line = new Line(step).with("worker", actor.worker).with("to", it.isHeard() ? actor.name : NOBODY);
        if (call.acquires()) {
            actor.taken = line;
            actor.asked.values.forEach((key, value) -> {
                if (!Set.of("worker", "p").contains(key)) {
                    line.with(key, value);
                }
            });
            return line;
        }
        line.with("gen", call.generation()).with("holder", actor.holder);
        if (call.operation() == Operation.REPAIR) {
            return line.with("mark", call.number("mark"));
        }
        boolean fenced = call.names().contains("token");
        line.with("told", call.number("told"))
                .with("token", fenced ? token(call) : actor.token)
                .with("until", fenced ? call.number("until") : actor.until);
        if (call.operation() == Operation.RELEASE) {
            line.with("mark", call.number("mark"));
        } else if (call.operation() == Operation.REINSTALL) {
            line.with("from", actor.asked.values.get("from"));
        }
        return line;
    }

    /** The answer to a statement arrived. */
    void heard(Call call) {
        Sent it = sent.get(call);
        if (it == null || ended.contains(it.actor.worker) || it.actor.over) {
            return;
        }
        if (it.neverExecuted || it.executed == null) {
            gaveUp(call);
            return;
        }
        Line line = say("hear", it.actor);
        Actor actor = it.actor;
        actor.kept = it.kept ? line : null;
        actor.installed = call.operation() == Operation.REINSTALL && it.found ? line : null;
        switch (call.operation()) {
            case CREATE, TAKE -> actor.holds = true;
            case RENEW, REINSTALL -> {
                actor.refused = !it.found;
                actor.holds = it.found;
            }
            case RELEASE -> {
                actor.holds = false;
                actor.over = it.found;
            }
            default -> {}
        }
    }

    /** Nothing is known of what became of a statement. */
    void gaveUp(Call call) {
        Sent it = sent.get(call);
        if (it != null && !it.forsaken && !ended.contains(it.actor.worker) && !it.actor.over) {
            say("giveUp", it.actor);
            it.forsaken = true;
            it.actor.over |= call.acquires();
        }
    }

    void crashed(Object process) {
        for (Sent it : sent.values()) {
            it.forsaken |= it.actor.process == process;
        }
        for (Actor actor : actors.values()) {
            if (actor.process == process && !actor.over && !ended.contains(actor.worker)) {
                actor.over = true;
                say("crash", actor);
            }
        }
    }

    /** What a process sees of its claim, and what it has issued. */
    void observed(SimProcess process, Claim claim) {
        if (!claim.isSealed()) {
            observed(process, claim.workerId(), claim.fromMillis(), claim.untilMillis(), claim.highWaterMillis());
        }
    }

    /** What a process sees of a claim that is not sealed, and what it has issued. */
    void observed(Object process, long worker, long fromMillis, long untilMillis, long highWaterMillis) {
        for (Actor actor : actors.values()) {
            if (actor.process == process
                    && actor.worker == worker
                    && actor.holds
                    && !actor.over
                    && !ended.contains(actor.worker)) {
                if (untilMillis != actor.end) {
                    actor.end = untilMillis;
                    say("holds", actor)
                            .with("from", fromMillis)
                            .with("end", untilMillis)
                            .with("sealed", false);
                }
                issuedUpTo(actor, highWaterMillis);
            }
        }
    }

    void cloned(SimProcess original, SimProcess clone, Claim claim) {
        for (Actor actor : List.copyOf(actors.values())) {
            if (actor.process == original && actor.worker == claim.workerId() && actor.holds && !actor.over) {
                Actor copy = new Actor(clone, clone + "#" + ++attempts, actor.worker, actor.holder);
                copy.asked = actor.asked;
                copy.taken = actor.taken;
                copy.token = actor.token;
                copy.until = actor.until;
                copy.kept = actor.kept; // if the clone asks another question, both had taken this one back
                copy.next = actor.next;
                copy.holds = true;
                actors.put(new Key(clone, actor.holder), copy);
                if (!ended.contains(actor.worker)) {
                    say("clone", actor).with("q", copy.name);
                }
            }
        }
    }

    void table(String step) {
        if (on) {
            lines.add(new Line(step));
        }
    }
}

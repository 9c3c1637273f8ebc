// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

import io.snowkey.registry.SimStatistics.Event;

/**
 * A run of the protocol: several processes, few worker ids, one database, and a seed that decides everything. Registry,
 * lease, claim and generator are the real ones, and so is H2; clocks, network and threads are simulated.
 *
 * <p>There is but one thread. Wherever a process looks at its clock for an id, or a statement or its answer travels,
 * the simulation may first take steps of other processes, or of other threads of the same process, to any number: so
 * each operation may be paused anywhere, for as long as it takes to have the lease taken over, while others act in
 * between.
 */
final class Simulation {

    private static final int DEEPEST = 3;

    private final SimWorld world;
    private final SimLedger ledger;
    private final SimMutation mutation;
    private final SimRecorder recorder;
    private final Dialect dialect;
    private final SimStatements statements;
    private final SimDatabase database;
    private final SimProcess[] processes;
    private final int limit;
    private int steps;
    private int names;

    private Simulation(long seed, int steps, SimMutation mutation, Set<SimRule> enforced, boolean recorded)
            throws SQLException, IOException {
        this.world = new SimWorld(seed, enforced);
        this.ledger = new SimLedger(world);
        this.mutation = mutation;
        this.recorder = new SimRecorder(recorded && !world.tokensRepeat);
        this.dialect = ChangedDialect.withClock(mutation.dialect(new H2()), SimDatabase.NOW);
        this.statements = new SimStatements(dialect);
        this.database = new SimDatabase(world, ledger, recorder);
        this.processes = new SimProcess[world.between(3, 6)];
        this.limit = steps;
    }

    /**
     * Runs it.
     *
     * @throws SimViolation at the first step after which a rule that is enforced does not hold
     */
    static SimStatistics run(long seed, int steps, SimMutation mutation, Set<SimRule> enforced) {
        return run(seed, steps, mutation, enforced, false).world.tally;
    }

    /** Runs it whatever rules are broken, and gives back what happened, as the specification reads it. */
    static List<String> record(long seed, int steps, SimMutation mutation) {
        return run(seed, steps, mutation, Set.of(), true).recorder.lines();
    }

    private static Simulation run(long seed, int steps, SimMutation mutation, Set<SimRule> enforced, boolean recorded) {
        try {
            Simulation simulation = new Simulation(seed, steps, mutation, enforced, recorded);
            try (simulation.database) {
                while (simulation.steps < steps) {
                    simulation.step();
                }
            } catch (SimViolation violation) {
                throw new SimViolation(violation.rule(), simulation.report(seed, violation));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(simulation.report(seed, e), e);
            }
            return simulation;
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("seed " + seed, e);
        }
    }

    private String report(long seed, Throwable failure) {
        return failure.getMessage() + "\nReplay with -Dsnowkey.simulation.seed=" + seed
                + (mutation == SimMutation.NONE ? "" : " -Dsnowkey.simulation.mutation=" + mutation) + ", step " + steps
                + " in "
                + world + "\n" + world.lastEvents();
    }

    int lossesSoFar() {
        return database.times();
    }

    SimRecorder recorder() {
        return recorder;
    }

    SimWorld world() {
        return world;
    }

    SimLedger ledger() {
        return ledger;
    }

    SimMutation mutation() {
        return mutation;
    }

    Dialect dialect() {
        return dialect;
    }

    void requireHistory(SimLedger.Entry entry) {
        if (!database.recorded(entry.claim.workerId(), entry.generation)) {
            world.broken(SimRule.IN_THE_HISTORY, entry + " is not in the history");
        }
    }

    SimNetwork network(SimProcess process) {
        return new SimNetwork(
                world, database, statements, process, recorder, mutation == SimMutation.FAILURES_WIDEN_THE_CLAIM);
    }

    /** Perhaps lets others act now, a little or a lot. */
    void mayInterleave(int percent) {
        if (world.depth() >= DEEPEST || !world.chance(percent)) {
            return;
        }
        int turns = world.chance(7) ? world.between(20, 120) : world.between(1, 4);
        world.deeper(1);
        for (int i = 0; i < turns && steps < limit; i++) {
            world.count(Event.STEPS_IN_BETWEEN);
            step();
        }
        world.deeper(-1);
    }

    private void step() {
        steps++;
        world.count(Event.STEPS);
        world.pass(world.pick(0, 0, 0, 0, 1, 1, 2, 5));
        int slot = world.random.nextInt(processes.length);
        SimProcess process = processes[slot];
        if (process == null || process.isDead()) {
            if (world.chance(40)) {
                start(slot);
            }
        } else {
            act(process, world.random.nextInt(1000));
        }
        for (SimProcess each : processes) {
            if (each != null) {
                each.observe();
            }
        }
    }

    private void start(int slot) {
        // Mostly under the name of its place, as a pod of a stateful set; at times under that of another.
        int name = world.chance(70) ? slot : world.random.nextInt(processes.length + 1);
        processes[slot] = new SimProcess(this, "p" + slot + "." + names++, "instance-" + name);
        world.note(processes[slot], "starts as instance-" + name);
        processes[slot].acquire();
    }

    private void act(SimProcess process, int dice) {
        boolean mayWork = !process.isBusy();
        if (dice < 650) {
            if (process.hasLease()) {
                issue(process, world.between(1, 4));
            } else if (mayWork && dice < 130) {
                process.acquire();
            }
        } else if (dice < 850) {
            if (mayWork && process.hasLease()) {
                process.beat();
            }
        } else if (dice < 880) {
            if (mayWork && process.hasLease()) {
                process.close(world.random.nextInt(3));
            }
        } else if (dice < 885) {
            process.crash();
        } else {
            disturb(process, world.random.nextInt(100));
        }
    }

    private void issue(SimProcess process, int calls) {
        for (int i = 0; i < calls && process.hasLease() && !process.isDead(); i++) {
            process.issue(world.chance(20) ? world.between(2, 8) : 1);
        }
    }

    /** What happens in worlds of its own. */
    private boolean visit(SimProcess process) {
        try {
            if (world.faults == SimWorld.FaultModel.CLONES && process.mayBeCloned()) {
                return cloned(process);
            }
            if (world.faults == SimWorld.FaultModel.LOST_COMMITS) {
                if (world.chance(80)) {
                    database.replicate();
                } else {
                    loseCommits(process);
                }
                return true;
            }
            return false;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void loseCommits(SimProcess process) throws SQLException {
        if (world.chance(75) && !process.isBusy()) {
            world.deeper(DEEPEST); // nobody else acts in between
            loseAnAcquisition(process);
            world.deeper(-DEEPEST);
        } else {
            loseCommits();
        }
    }

    private void loseCommits() throws SQLException {
        world.note("database", "loses commits");
        world.count(Event.LOST_COMMITS);
        database.goBack();
    }

    /**
     * Loses what a claim stands on, the worst that can be lost. The holder gives its worker id back next. All others
     * acquire at once, with clocks that are behind, so one of them gets it. All that was issued before is past by then.
     * So nothing but the repair says how far the ids of the holder reach.
     */
    private void loseAnAcquisition(SimProcess holder) throws SQLException {
        close(holder);
        database.replicate();
        world.pass(2 * world.maxClockSkew.toMillis());
        holder.clock().fallBehind(0);
        acquire(holder);
        issue(holder, 3);
        loseCommits();
        close(holder);
        for (SimProcess other : processes) {
            if (other != null && other != holder) {
                close(other);
                other.clock().fallBehind(60);
                acquire(other);
            }
        }
    }

    private static void close(SimProcess process) {
        if (process.hasLease() && !process.isBusy() && !process.isDead()) {
            process.close(0);
        }
    }

    private static void acquire(SimProcess process) {
        if (!process.hasLease() && !process.isBusy() && !process.isDead()) {
            process.acquire();
        }
    }

    private boolean cloned(SimProcess original) {
        int first = world.random.nextInt(processes.length);
        for (int i = 0; i < processes.length; i++) {
            int slot = (first + i) % processes.length;
            if (processes[slot] == null || (processes[slot] != original && !processes[slot].isBusy())) {
                if (processes[slot] != null) {
                    processes[slot].crash(); // makes room
                }
                SimProcess clone = new SimProcess(this, "p" + slot + "." + names++, "instance-clone");
                world.note(clone, "is a clone of " + original);
                world.count(Event.CLONES);
                processes[slot] = clone;
                clone.continueLike(original);
                return true;
            }
        }
        return false;
    }

    private void disturb(SimProcess process, int dice) {
        if (world.chance(world.faults.percent()) && visit(process)) {
            return;
        }
        if (dice < 10) {
            process.clock().jump();
            world.note(process, "has its clock stepped");
            world.count(Event.CLOCK_JUMPS);
        } else if (dice < 30) {
            process.clock().correct();
            world.note(process, "has its clock corrected");
        } else if (dice < 33) {
            world.setDatabaseOffset(world.jump());
            world.note("database", "has its clock stepped");
            world.count(Event.DATABASE_CLOCK_JUMPS);
        } else if (dice < 45) {
            world.setDatabaseOffset(0);
            world.note("database", "has its clock corrected");
        } else if (dice < 48) {
            process.network().cutOff(true);
            world.note(process, "is cut off from the database");
            world.count(Event.OUTAGES);
        } else if (dice < 65) {
            process.network().cutOff(false);
        } else if (dice < 95) {
            database.runLate();
        } else if (world.chance(95)) {
            world.pass(world.between(20, 600));
        } else {
            world.pass(world.random.nextLong(1000, 2 * 86_400_000L));
        }
    }
}

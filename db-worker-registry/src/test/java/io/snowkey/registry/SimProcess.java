// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

import io.snowkey.Claim;
import io.snowkey.ClaimGrant;
import io.snowkey.IdRefusedException;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.WorkerLease;
import io.snowkey.registry.Acquisition.AcquiredWorker;
import io.snowkey.registry.SimLedger.Entry;
import io.snowkey.registry.SimLedger.Row;
import io.snowkey.registry.SimStatements.Call;
import io.snowkey.registry.SimStatements.Operation;
import io.snowkey.registry.SimStatistics.Event;

/**
 * A simulated process: a registry, and a lease with a generator while it has one. Of the threads that such a process
 * has, one at a time acquires, renews or closes; those that ask for ids may do so in the middle of that.
 */
final class SimProcess {

    private final Simulation simulation;
    private final SimWorld world;
    private final SimLedger ledger;
    private final SimMutation mutation;
    private final String name;
    private final SimClock clock;
    private final SimNetwork network;
    private final ManualHeartbeats heartbeats = new ManualHeartbeats();
    private final JdbcWorkerRegistry registry;
    private final SimGeneratorSettings generators;

    private boolean dead;
    private boolean closing;
    /** Whether the present lease is the one of a clone. */
    private boolean cloned;
    /** Whether a thread is in the middle of acquiring, renewing or closing. */
    private boolean busy;

    private WorkerLease lease;
    private SimMutation.Lease mutant;
    private SnowflakeGenerator generator;
    private Entry entry;
    private Entry formerEntry;
    private final SimTokens tokens;
    private final Acquisition acquisition;
    private long taken;
    /** How often the database had gone back when it was taken. */
    private int takenAt;
    /** Whether an answer of somebody was still owed when the database last granted something. */
    private boolean answeredWhileOwed;
    /** What the last repair was about. */
    private long repairedGeneration;

    private long acknowledged;
    private long lastId;
    private long fresh;

    SimProcess(Simulation simulation, String name, String instance) {
        this.simulation = simulation;
        this.world = simulation.world();
        this.ledger = simulation.ledger();
        this.mutation = simulation.mutation();
        this.name = name;
        this.clock = new SimClock(world, () -> mayPause(3));
        this.network = simulation.network(this);
        this.generators = SimGeneratorSettings.atRandom(world);
        this.tokens = new SimTokens(world, ledger, mutation, name);
        DataSource dataSource = SimConnection.dataSource(network, !world.chance(40));
        Time time = new Time(clock, () -> world.millis() * 1_000_000, this::sleep);
        this.acquisition = acquisition(dataSource, instance, time);
        this.registry = JdbcWorkerRegistry.builder(dataSource)
                .layout(world.layout)
                .instance(instance)
                .workerIds(world.firstWorkerId, world.lastWorkerId)
                .ttl(world.ttl)
                .heartbeat(Duration.ofMillis(100))
                .reservation(world.reservation)
                .maxClockSkew(world.maxClockSkew)
                .maxWait(Duration.ofMillis(world.pick(0, 0, 200)))
                .dialect(simulation.dialect())
                .time(time)
                .tokens(tokens)
                .random(world.random)
                .threads((task, work) -> work.run())
                .anyDatabase()
                .heartbeats(heartbeats)
                .build();
    }

    /** With which a clone of it goes on. */
    private Acquisition acquisition(DataSource dataSource, String instance, Time time) {
        Settings settings = new Settings(
                world.layout,
                "default",
                "snowkey_",
                instance,
                "unnamed",
                "host",
                1,
                world.firstWorkerId,
                world.lastWorkerId,
                world.ttl,
                Duration.ofMillis(100),
                world.reservation,
                world.maxClockSkew,
                Duration.ZERO,
                Duration.ofDays(400));
        return new Acquisition(
                new WorkerTable(Sql.of(dataSource, 100), simulation.dialect(), settings),
                settings,
                time,
                world.random,
                tokens,
                new RegistryObserver() {});
    }

    /** Goes on as a clone of another process: with its lease, its clock, and what it knows. */
    void continueLike(SimProcess original) {
        AcquiredWorker held = copy(original.lease);
        clock.continueLike(original.clock);
        tokens.continueLike(original.tokens, name);
        taken = original.taken;
        takenAt = original.takenAt;
        answeredWhileOwed = original.answeredWhileOwed;
        acknowledged = original.acknowledged;
        JdbcWorkerLease clone = new JdbcWorkerLease(acquisition, TestLeaseServices.inThisThread(), held);
        heartbeats.every(Duration.ZERO, clone::beat);
        cloned = true;
        lease = clone;
        generator = newGenerator();
        lastId = -1;
        simulation.recorder().cloned(original, this, original.lease.claim());
        ledger.cloned(held.grant().claim().workerId(), held.mark().requestedMillis());
        observe();
    }

    private AcquiredWorker copy(WorkerLease lease) {
        try {
            AcquiredWorker held =
                    (AcquiredWorker) field(JdbcWorkerLease.class, "held").get(lease);
            Claim claim = held.grant().claim();
            long from = Math.min(Math.max(claim.fromMillis(), claim.highWaterMillis()), claim.untilMillis());
            LeaseMark mark = new LeaseMark(held.mark().acknowledgedMillis(), tokens);
            for (String name : List.of("open", "onItsWay")) {
                Field field = field(LeaseMark.class, name);
                field.set(mark, field.get(held.mark()));
            }
            return new AcquiredWorker(
                    held.key(), ClaimGrant.of(world.layout, claim.workerId(), from, claim.untilMillis()), mark);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /** Whether it can be cloned now. */
    boolean mayBeCloned() {
        return hasLease() && !busy && mutant == null && !lease.claim().isSealed();
    }

    boolean holds(Entry held) {
        return entry == held;
    }

    /** A statement of this process was executed, whether its answer arrives or not. */
    void executed(Call call, int count) {
        if (call.acquires() && count == 1) {
            takenAt = simulation.lossesSoFar();
        }
        if (call.operation() == Operation.REPAIR) {
            repairedGeneration = call.generation();
        }
        if (call.operation() == Operation.UNRECORDED) {
            if (count == 0) {
                ledger.settled(this, call.number("worker"), repairedGeneration); // which it does not say itself
            }
        } else if (count == 1 && !call.acquires()) {
            ledger.settled(this, call.number("worker"), call.generation());
        }
        if (count == 1 && (call.acquires() || call.operation() == Operation.RENEW)) {
            answeredWhileOwed = ledger.isOwed(call.number("worker"));
        }
    }

    boolean wasAnsweredWhileOwed() {
        return answeredWhileOwed;
    }

    boolean isDead() {
        return dead;
    }

    boolean isBusy() {
        return busy;
    }

    boolean hasLease() {
        return generator != null;
    }

    SimClock clock() {
        return clock;
    }

    SimNetwork network() {
        return network;
    }

    /** The end of what the database acknowledged to be reserved for the present lease. */
    long acknowledgedMillis() {
        return acknowledged;
    }

    /** A place at which a thread of this process may be paused for any time, and others may act; or the process crashes. */
    void mayPause(int percent) {
        simulation.mayInterleave(percent);
        if (dead) {
            throw new SimCrash();
        }
    }

    private void sleep(Duration duration) {
        world.pass(duration.toMillis());
        mayPause(50);
    }

    void acquire() {
        perform(() -> {
            try {
                lease = registry.acquire();
            } catch (WorkerRegistryException e) {
                refused(e);
                return;
            } catch (IllegalArgumentException e) {
                world.note(this, "cannot express its time: " + e.getMessage());
                return;
            }
            cloned = false;
            mutant = mutation.lease(lease);
            generator = newGenerator();
            world.count(Event.ACQUISITIONS);
            lastId = -1;
            observe();
        });
    }

    private SnowflakeGenerator newGenerator() {
        return generators.generator(mutant != null ? mutant : lease, clock);
    }

    private void refused(WorkerRegistryException e) {
        world.note(this, "acquired nothing: " + e.reason());
        switch (e.reason()) {
            case WORKER_IDS_EXHAUSTED -> world.count(Event.EXHAUSTED);
            case CLOCK_SKEW -> world.count(Event.SKEWED);
            case DATABASE_UNAVAILABLE -> world.count(Event.DATABASE_GONE);
            default -> throw new AssertionError(e);
        }
    }

    void beat() {
        perform(() -> {
            Claim before = lease.claim();
            boolean sealed = before.isSealed();
            world.note(this, "heartbeat");
            world.count(Event.HEARTBEATS);
            heartbeats.beat();
            if (!sealed && before.isSealed()) {
                world.count(Event.LOSSES);
                world.note(this, "lost " + entry);
            }
            if (lease.claim() != before) {
                world.count(Event.REPLACEMENTS);
            }
        });
    }

    /** Gives the lease back; the registry too, or only the lease, or by way of the generator. */
    void close(int anyWay) {
        int way = cloned && anyWay == 2 ? 0 : anyWay; // its registry does not know the lease
        perform(() -> {
            world.note(this, "closes");
            closing = true;
            SnowflakeGenerator closed = generator;
            if (mutant != null) {
                mutant.close();
            } else if (way == 0) {
                lease.close();
            } else if (way == 1) {
                generator.close();
            } else {
                registry.close();
                dead = true;
            }
            closing = false;
            world.count(Event.RELEASES);
            formerEntry = entry;
            requireSilence(closed);
            lease = null;
            generator = null;
            entry = null;
        });
    }

    private void requireSilence(SnowflakeGenerator closed) {
        try {
            long id = closed.nextId();
            world.broken(SimRule.INSIDE_THE_CLAIM, "id " + id + " after the lease was closed");
        } catch (IdRefusedException e) {
            world.count(Event.CLOSED);
        }
    }

    private void perform(Runnable operation) {
        busy = true;
        network.operationBegins();
        try {
            operation.run();
        } catch (SimCrash crash) {
            world.count(Event.CRASHES_IN_THE_MIDDLE);
        } finally {
            busy = false;
        }
    }

    void crash() {
        world.note(this, "crashes");
        simulation.recorder().crashed(this);
        world.count(Event.CRASHES);
        dead = true;
    }

    /** Asks for some ids at once. */
    void issue(int wanted) {
        SnowflakeGenerator asked = mutation == SimMutation.COUNTER_BEGINS_AGAIN ? newGenerator() : generator;
        Claim before = lease.claim();
        long lastBefore = lastId;
        boolean inTheMiddle = busy;
        boolean whileClosing = closing;
        int looks = clock.begin();
        try {
            long[] ids = wanted == 1 ? new long[] {asked.nextId()} : asked.nextIds(wanted);
            observe();
            long last = lastBefore;
            for (long id : ids) {
                issued(id, last, inTheMiddle, ids.length);
                last = id;
            }
            lastId = Math.max(lastId, last);
        } catch (IdRefusedException e) {
            world.count(
                    switch (e.reason()) {
                        case CLOCK_BEHIND -> Event.CLOCK_BEHIND;
                        case CLAIM_ENDED -> Event.CLAIM_ENDED;
                        case LEASE_LOST -> Event.LEASE_LOST;
                        case CLOSED -> whileClosing ? Event.REFUSALS_DURING_CLOSE : Event.CLOSED;
                        default -> throw new AssertionError(e);
                    });
        } catch (SimCrash crash) {
            world.count(Event.CRASHES_IN_THE_MIDDLE);
        } finally {
            clock.end(looks);
            if (lease == null || lease.claim() != before) {
                world.count(Event.LEASE_GONE_DURING_CALL);
            }
        }
    }

    private void issued(long id, long last, boolean inTheMiddle, int ofBatch) {
        if (inTheMiddle) {
            world.count(Event.IDS_DURING_HEARTBEAT);
        }
        if (ofBatch > 1) {
            world.count(Event.IDS_OF_BATCHES);
        }
        ledger.issued(this, entry != null ? entry : formerEntry, id);
        if (id <= last) {
            world.broken(SimRule.GROWING, this + " issued " + id + " after " + last);
        }
    }

    /** The answer to a statement arrived: so many rows, and the row is this now. */
    void acknowledged(Call call, int count, Row row) {
        if (call.acquires() && count == 1) {
            taken = call.generation() + 1;
            acknowledged = call.number("until");
        } else if (call.operation() == Operation.RENEW && count == 1 && row.reservedMillis() >= call.number("until")) {
            acknowledged = Math.max(acknowledged, call.number("until"));
        }
    }

    /** What a mutation makes of a statement that leaves this process. */
    Call leaving(Call call) {
        if (call.operation() == Operation.RELEASE && mutant != null) {
            return call.with("mark", mutant.releaseMark());
        }
        if (call.operation() == Operation.RENEW && mutation == SimMutation.ANOTHER_QUESTION_EACH_TIME) {
            return call.with("token", name + " fresh " + ++fresh);
        }
        boolean fenced = call.operation() == Operation.RENEW || call.operation() == Operation.RELEASE;
        return fenced && lease != null && mutation == SimMutation.END_OF_THE_CLAIM_FOR_WHAT_WAS_TOLD
                ? call.with("told", lease.claim().untilMillis())
                : call;
    }

    /** Looks at the claim that this process holds now. */
    void observe() {
        if (lease == null) {
            return;
        }
        Claim claim = lease.claim();
        if (entry == null || entry.claim != claim) {
            entry = ledger.granted(this, taken, claim, takenAt < simulation.lossesSoFar());
            if (takenAt == simulation.lossesSoFar()) {
                simulation.requireHistory(entry);
            }
        }
        ledger.checked(entry);
        simulation.recorder().observed(this, claim);
    }

    @Override
    public String toString() {
        return name;
    }
}

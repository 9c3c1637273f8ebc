// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Duration;
import java.time.InstantSource;

import org.jspecify.annotations.Nullable;

/**
 * Issues 64-bit ids: unique among all workers of a namespace, growing within this generator, sorted by time across them.
 *
 * <pre>{@code
 * try (SnowflakeGenerator ids = SnowflakeGenerator.builder().workerId(7).build()) {
 *     long id = ids.nextId();
 * }
 * }</pre>
 *
 * <p><b>Uniqueness.</b> A generator issues only inside the {@link Claim} that its {@link WorkerLease} holds. Claims never
 * overlap, so ids do not repeat, whatever the clock does. The clock decides only how fresh the timestamps are.
 *
 * <p><b>Order.</b> An id asked for after another was returned is larger, in whichever threads.
 *
 * <p><b>Waiting and refusing.</b> When the ids of a tick are used up, the call waits for the next tick. When the clock
 * falls behind the newest id by up to the tolerance, it waits for the clock; by more, the {@link ClockPolicy} decides.
 * When the claim has ended, the lease was lost, or the layout's time is over, it throws {@link IdRefusedException} at once.
 *
 * <p><b>Threads.</b> Safe for any number of them, platform or virtual; lock-free, and without allocation per id.
 */
public final class SnowflakeGenerator implements AutoCloseable {

    private final WorkerLease lease;
    private final SnowflakeLayout layout;
    private final Ticks ticks;
    private final ClockRules rules;
    private final InstantSource clock;
    private final Waiter waiter;
    private volatile boolean closed;

    private SnowflakeGenerator(Builder builder, WorkerLease lease) {
        this.lease = lease;
        this.layout = lease.layout();
        this.ticks = layout.ticks();
        this.clock = builder.clock;
        this.waiter = builder.waiter;
        // A tolerance that is no whole number of ticks is rounded up: waiting longer than asked for harms nobody.
        long toleranceMillis = builder.clockTolerance.plusNanos(999_999).toMillis();
        long tolerance = -Math.floorDiv(-toleranceMillis, ticks.tickMillis());
        this.rules = new ClockRules(0, tolerance, builder.clockPolicy == ClockPolicy.CONTINUE);
    }

    /** A builder. It needs a worker id or a lease; everything else has a default. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The next id. Waits for the next tick when the ids of the present one are used up, and for the clock, up to the
     * tolerance, when it moved back.
     *
     * @throws IdRefusedException if no id may be issued now; its reason says why and whether it will pass
     * @throws SnowkeyException if the lease has no claim and cannot get one
     */
    public long nextId() {
        for (; ; ) {
            Claim claim = lease.claim();
            long point = claim.take(rules, clock);
            if (point >= 0) {
                return layout.fields().compose(claim.workerId(), point);
            }
            waitOrRefuse(claim, point);
        }
    }

    /** The layout of the ids. */
    public SnowflakeLayout layout() {
        return layout;
    }

    /** The worker id of the ids issued now. It changes when a lost lease is replaced by another one. */
    public long workerId() {
        return lease.claim().workerId();
    }

    /** Ends the generator: seals its claim, so that every later call is refused, and closes its lease. */
    @Override
    public void close() {
        closed = true;
        lease.close();
    }

    @Override
    public String toString() {
        return "SnowflakeGenerator[" + lease + ", " + layout + "]";
    }

    /** Returns when the call is worth another try. */
    private void waitOrRefuse(Claim claim, long verdict) {
        if (verdict == ClockRules.WAIT_FOR_TICK || verdict == ClockRules.WAIT_FOR_CLOCK) {
            await(ticks.startMillis(ticks.tick(claim.nextPoint()) - rules.burst()));
        } else if (verdict == ClockRules.CLOCK_BEHIND) {
            throw Refusals.clockBehind(claim, clock.millis());
        } else if (claim != lease.claim()) {
            return; // the lease was replaced just now
        } else if (verdict == Claim.SEALED) {
            throw closed ? Refusals.closed() : Refusals.sealed(lease.trouble());
        } else if (claim.isOver(ticks.at(clock.millis()))) { // it may have been extended just now
            throw Refusals.ended(claim, layout, lease.trouble());
        }
    }

    private void await(long millis) {
        switch (waiter.await(clock, millis)) {
            case REACHED, MOVED_BACK -> {}
            case INTERRUPTED -> throw Refusals.interrupted(millis);
            case STALLED -> throw Refusals.stalled(millis, clock.millis());
        }
    }

    /** Builds a {@link SnowflakeGenerator}. */
    public static final class Builder {

        private @Nullable SnowflakeLayout layout;
        private @Nullable Long workerId;
        private @Nullable WorkerLease lease;
        private InstantSource clock = InstantSource.system();
        private ClockPolicy clockPolicy = ClockPolicy.REFUSE;
        private Duration clockTolerance = Duration.ofMillis(5);
        private Waiter waiter = new SystemWaiter();

        private Builder() {}

        /** The layout for a {@link #workerId}; {@link SnowflakeLayout#DEFAULT} unless given. A lease has its own. */
        public Builder layout(SnowflakeLayout layout) {
            this.layout = layout;
            return this;
        }

        /**
         * A worker id that this process alone has: see {@link WorkerLease#fixed} for what that asks of the caller.
         *
         * @param workerId 0 to {@link SnowflakeLayout#maxWorkerId()}
         */
        public Builder workerId(long workerId) {
            this.workerId = workerId;
            return this;
        }

        /** A lease, for instance from a registry. The generator closes it. */
        public Builder lease(WorkerLease lease) {
            this.lease = lease;
            return this;
        }

        /** The wall clock; the system's unless given. */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /** What to do when the clock falls behind by more than the tolerance; {@link ClockPolicy#REFUSE} unless given. */
        public Builder clockPolicy(ClockPolicy clockPolicy) {
            this.clockPolicy = clockPolicy;
            return this;
        }

        /**
         * How far the clock may fall behind the newest id and still be waited for; 5 ms unless given.
         *
         * @param clockTolerance 0 to 1 minute
         */
        public Builder clockTolerance(Duration clockTolerance) {
            this.clockTolerance = clockTolerance;
            return this;
        }

        Builder waiter(Waiter waiter) {
            this.waiter = waiter;
            return this;
        }

        /**
         * The generator.
         *
         * @throws IllegalStateException unless exactly one of worker id and lease is given, and if a layout is given
         *     beside a lease
         * @throws IllegalArgumentException if a setting is outside its range
         */
        public SnowflakeGenerator build() {
            Duration maxTolerance = Duration.ofMinutes(1);
            if (clockTolerance.isNegative() || clockTolerance.compareTo(maxTolerance) > 0) {
                throw new IllegalArgumentException("clockTolerance " + clockTolerance + ": must be 0 to " + maxTolerance
                        + ", for a caller waits that long");
            }
            return new SnowflakeGenerator(this, theLease());
        }

        private WorkerLease theLease() {
            if (lease != null) {
                if (workerId != null || layout != null) {
                    throw new IllegalStateException(
                            "lease is given, and so is " + (workerId != null ? "workerId" : "layout")
                                    + ": a lease brings its own. Leave one of them out.");
                }
                return lease;
            }
            if (workerId == null) {
                throw new IllegalStateException(
                        "neither workerId nor lease is given: give each process a worker id of its"
                                + " own, or a lease from a registry");
            }
            return WorkerLease.fixed(layout != null ? layout : SnowflakeLayout.DEFAULT, workerId, clock);
        }
    }
}

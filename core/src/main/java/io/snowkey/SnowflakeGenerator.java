// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Duration;
import java.time.InstantSource;
import java.util.PrimitiveIterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

/**
 * Issues 64-bit ids: unique among all workers of a namespace, growing within this generator, sorted by time across
 * them.
 *
 * <pre>{@code
 * try (SnowflakeGenerator ids = SnowflakeGenerator.builder().workerId(7).build()) {
 *     long id = ids.nextId();
 * }
 * }</pre>
 *
 * <p><b>Uniqueness.</b> A generator issues only inside the {@link Claim} that its {@link WorkerLease} holds. Claims
 * never overlap, so ids do not repeat, whatever the clock does. The clock decides only how fresh the timestamps are.
 *
 * <p><b>Order.</b> If a call begins after another call has returned, its id is larger. The threads do not matter.
 *
 * <p><b>Waiting and refusing.</b> When the ids of a tick are used up, the call waits for the next tick. When the clock
 * is behind the newest id by up to the tolerance, the call waits for the clock. When it is further behind, the
 * {@link ClockPolicy} decides. When the claim has ended, the lease was lost, or the layout's time is over, the call
 * throws {@link IdRefusedException} at once.
 *
 * <p><b>Threads.</b> Safe for any number of them, platform or virtual; lock-free, and without allocation per id.
 */
public final class SnowflakeGenerator implements AutoCloseable {

    private final WorkerLease lease;
    private final SnowflakeLayout layout;
    private final BitFields fields;
    private final Issuer issuer;
    private final LayoutWatch watch;

    private SnowflakeGenerator(Builder builder, WorkerLease lease) {
        this.lease = lease;
        this.layout = lease.layout();
        this.fields = layout.fields();
        IssuerSettings settings = builder.settings;
        this.watch = new LayoutWatch(layout, builder.warnBeforeEnd, settings.clock, settings.observer);
        this.issuer = settings.issuer(lease);
        watch.look();
    }

    /** A builder. It needs a worker id or a lease; everything else has a default. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Issues the next id. The call waits for the next tick if the ids of the present one are used up. It waits for the
     * clock, up to the tolerance, if the clock moved back.
     *
     * @throws IdRefusedException if no id may be issued now. Its reason says why, and whether that will pass
     * @throws SnowkeyException if the lease has no claim and cannot get one
     */
    public long nextId() {
        for (; ; ) {
            Claim claim = issuer.claim();
            long point = issuer.take(claim);
            if (point >= 0) {
                return fields.compose(claim.workerId(), point);
            }
            waitOrRefuse(claim, point);
        }
    }

    /**
     * Issues several ids, in growing order. The call takes them in as few steps as ticks allow. It waits where one tick
     * has too few: with 4,096 ids per millisecond, a million of them takes a quarter of a second. Ids of other threads
     * may lie in between.
     *
     * @param n how many, 0 to 10,000,000 (80 MB); 0 gives an empty array
     * @throws IllegalArgumentException if n is negative or more than 10,000,000
     * @throws IdRefusedException as {@link #nextId()} does. The ids taken until then are lost, and never issued again
     * @throws SnowkeyException if the lease has no claim and cannot get one
     */
    public long[] nextIds(int n) {
        IssuerSettings.requireCount(n);
        long[] ids = new long[n];
        Claim.Run run = new Claim.Run();
        int filled = 0;
        while (filled < n) {
            Claim claim = issuer.claim();
            run.wanted = (long) n - filled;
            long point = issuer.take(claim, run);
            if (point < 0) {
                waitOrRefuse(claim, point);
                continue;
            }
            for (long end = point + run.length; point < end; point++) {
                ids[filled++] = fields.compose(claim.workerId(), point);
            }
        }
        return ids;
    }

    private void waitOrRefuse(Claim claim, long code) {
        watch.look();
        issuer.waitOrRefuse(claim, code);
    }

    /**
     * The exception that {@link #nextId()} would throw now, or {@code null} if it would give an id. It is {@code null},
     * too, if the call would only have to wait for a tick or for the clock. This method is meant for health checks: it
     * issues nothing, acquires nothing, waits for nothing, and is not counted in the {@link #statistics()}.
     *
     * @return the exception with its reason and its message. If the last attempt to acquire a lease failed, the
     *     exception of that attempt
     */
    public @Nullable SnowkeyException refusalNow() {
        return issuer.refusalNow();
    }

    /**
     * An endless stream of ids, growing in the order of the stream. Each id is issued when the stream comes to it, as
     * by {@link #nextId()}. Limit the stream.
     */
    public LongStream ids() {
        PrimitiveIterator.OfLong endless = new PrimitiveIterator.OfLong() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public long nextLong() {
                return nextId();
            }
        };
        int asTheyCome = Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL;
        return StreamSupport.longStream(Spliterators.spliteratorUnknownSize(endless, asTheyCome), false);
    }

    /** What happened since the generator was built. Meant for meters, not for a call per id. */
    public GeneratorStatistics statistics() {
        watch.look();
        return issuer.statistics();
    }

    /** The layout of the ids. */
    public SnowflakeLayout layout() {
        return layout;
    }

    /** The worker id of the ids that are issued now. It changes when a lost lease is replaced by another one. */
    public long workerId() {
        return issuer.workerId();
    }

    /** Ends the generator. It seals the claim, so that every later call is refused, and closes the lease. */
    @Override
    public void close() {
        issuer.close();
    }

    @Override
    public String toString() {
        return "SnowflakeGenerator[" + lease + ", " + layout + "]";
    }

    /** Builds a {@link SnowflakeGenerator}. */
    public static final class Builder {

        private @Nullable SnowflakeLayout layout;
        private @Nullable Long workerId;
        private @Nullable WorkerLease lease;
        private final IssuerSettings settings = new IssuerSettings();
        private Duration warnBeforeEnd = Duration.ofDays(3 * 365);

        private Builder() {}

        /** The layout for a {@link #workerId}; {@link SnowflakeLayout#DEFAULT} unless given. A lease has its own. */
        public Builder layout(SnowflakeLayout layout) {
            this.layout = layout;
            return this;
        }

        /**
         * A worker id that only this process has. {@link WorkerLease#fixed} says what the caller has to guarantee.
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
            settings.clock = clock;
            return this;
        }

        /**
         * What to do when the clock falls behind by more than the tolerance; {@link ClockPolicy#REFUSE} unless given.
         */
        public Builder clockPolicy(ClockPolicy clockPolicy) {
            settings.clockPolicy = clockPolicy;
            return this;
        }

        /**
         * How far the clock may fall behind the newest id; 5 ms unless given. Calls wait for the clock up to there. It
         * is measured from the beginning of the tick of that id.
         *
         * @param clockTolerance 0 to 1 minute
         */
        public Builder clockTolerance(Duration clockTolerance) {
            settings.clockTolerance = clockTolerance;
            return this;
        }

        /**
         * How far ids may run ahead of the clock; 0 unless given. A burst of ids then does not wait when the ids of a
         * tick are used up. The time in its ids is later than the clock by at most this much. A burst never leaves the
         * claim. If it has used up the claim ahead of the clock, calls wait until the claim is extended. They are
         * refused if the clock comes to the end of the claim first. With a fixed worker id, wait for as long before a
         * restart.
         *
         * @param burst 0 to 1 minute, and a whole multiple of the layout's tick
         */
        public Builder burst(Duration burst) {
            settings.burst = burst;
            return this;
        }

        /**
         * How long before {@link SnowflakeLayout#exhaustedAt()} the observer is warned; 3 years unless given.
         *
         * @param warnBeforeEnd 0 or more
         */
        public Builder warnBeforeEnd(Duration warnBeforeEnd) {
            this.warnBeforeEnd = warnBeforeEnd;
            return this;
        }

        /**
         * Which sequence the first id of a tick has; {@link SequenceStart#ZERO} unless given. Read its Javadoc before
         * you divide keys by {@code id % n}.
         */
        public Builder sequenceStart(SequenceStart sequenceStart) {
            settings.sequenceStart = sequenceStart;
            return this;
        }

        /** Who is told of rare events; nobody unless given. */
        public Builder observer(GeneratorObserver observer) {
            settings.observer = observer;
            return this;
        }

        Builder waiter(Waiter waiter) {
            settings.waiter = waiter;
            return this;
        }

        Builder nanoTime(LongSupplier nanoTime) {
            settings.nanoTime = nanoTime;
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
            settings.validate();
            if (warnBeforeEnd.isNegative()) {
                throw new IllegalArgumentException(
                        "warnBeforeEnd " + MessageText.of(warnBeforeEnd) + ": must be 0 or more");
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
            return WorkerLease.fixed(layout != null ? layout : SnowflakeLayout.DEFAULT, workerId, settings.clock);
        }
    }
}

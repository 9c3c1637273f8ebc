// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * Issues 128-bit ids: unique, growing within this generator, sorted by time. They need no epoch, and end with no
 * layout.
 *
 * <pre>{@code
 * try (FlakeGenerator flakes = FlakeGenerator.builder()
 *         .networkInterface("eth0")
 *         .file(Path.of("/var/lib/shop/flakes"))
 *         .build()) {
 *     UUID id = flakes.nextId().toUuid();
 * }
 * }</pre>
 *
 * <p>The worker in an id is the hardware address of a network interface, which no other machine has, or a given number.
 * A file then keeps processes and restarts on this machine apart, see {@link FileWorkerLease}. The worker can also be
 * the worker id of a lease from a registry. All promises of {@link SnowflakeGenerator} hold here as well. Thread-safe.
 */
public final class FlakeGenerator implements AutoCloseable {

    /** The layout of the counter that a file guards. The worker is not part of it. */
    static final SnowflakeLayout COUNTER = SnowflakeLayout.builder()
            .epoch(Instant.EPOCH)
            .timestampBits(BitFields.USABLE_BITS - Flake.SEQUENCE_BITS)
            .workerBits(0)
            .sequenceBits(Flake.SEQUENCE_BITS)
            .build();

    private final Issuer issuer;
    private final Ticks ticks;
    private final @Nullable Long worker;

    private FlakeGenerator(Issuer issuer, SnowflakeLayout layout, @Nullable Long worker) {
        this.issuer = issuer;
        this.ticks = layout.ticks();
        this.worker = worker;
    }

    /** A builder. It needs a lease, or a worker and a file. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The next id. Waits and refuses as {@link SnowflakeGenerator#nextId()} does.
     *
     * @throws IdRefusedException if no id may be issued now
     */
    public Flake nextId() {
        return nextIds(1)[0];
    }

    /**
     * The next ids, growing. Where a millisecond has too few, they go on in the next one.
     *
     * @param n how many, 0 to 10,000,000; 0 gives an empty array
     * @throws IllegalArgumentException if n is negative or more than 10,000,000
     * @throws IdRefusedException if no id may be issued now. The ids taken until then are lost, and never issued again
     */
    public Flake[] nextIds(int n) {
        IssuerSettings.requireCount(n);
        Flake[] flakes = new Flake[n];
        Claim.Run run = new Claim.Run();
        int filled = 0;
        while (filled < n) {
            Claim claim = issuer.claim();
            run.wanted = (long) n - filled;
            long point = issuer.take(claim, run);
            if (point < 0) {
                issuer.waitOrRefuse(claim, point);
                continue;
            }
            for (long end = point + run.length; point < end; point++) {
                flakes[filled++] = flake(claim, point);
            }
        }
        return flakes;
    }

    /** As {@link SnowflakeGenerator#refusalNow()}. */
    public @Nullable SnowkeyException refusalNow() {
        return issuer.refusalNow();
    }

    private Flake flake(Claim claim, long point) {
        long millis = ticks.startMillis(ticks.tick(point));
        return Flake.of(millis, worker != null ? worker : claim.workerId(), ticks.sequence(point));
    }

    /** What happened since the generator was built. */
    public GeneratorStatistics statistics() {
        return issuer.statistics();
    }

    /** Ends the generator: every later call is refused. Closes its lease or file. */
    @Override
    public void close() {
        issuer.close();
    }

    /** Builds a {@link FlakeGenerator}. */
    public static final class Builder {

        private final IssuerSettings settings = new IssuerSettings();
        private @Nullable WorkerLease lease;
        private @Nullable Long worker;
        private @Nullable Path file;

        private Builder() {}

        /**
         * A lease, whose worker id becomes the worker. The generator closes it. Its layout may have at most 16 bits of
         * sequence.
         */
        public Builder lease(WorkerLease lease) {
            this.lease = lease;
            return this;
        }

        /**
         * A worker that no other machine has.
         *
         * @param worker 0 to 2<sup>48</sup> - 1
         */
        public Builder worker(long worker) {
            if (worker < 0 || worker > BitFields.mask(Flake.WORKER_BITS)) {
                throw new IllegalArgumentException(
                        "worker " + worker + ": must be 0 to " + BitFields.mask(Flake.WORKER_BITS));
            }
            this.worker = worker;
            return this;
        }

        /**
         * The hardware address of a network interface of this machine as the worker.
         *
         * @param name as in {@link NetworkInterface#getByName}, for instance {@code eth0}
         * @throws IllegalArgumentException if there is no such interface, or it has no hardware address of 48 bits
         */
        public Builder networkInterface(String name) {
            byte[] address = hardwareAddress(name);
            if (address.length != Flake.WORKER_BITS / Byte.SIZE) {
                throw new IllegalArgumentException("networkInterface " + name
                        + ": there is none with this name that has a hardware address of 48 bits. Name another one, or give"
                        + " the worker.");
            }
            return worker(HexFormat.fromHexDigitsToLong(HexFormat.of().formatHex(address)));
        }

        private static byte[] hardwareAddress(String name) {
            try {
                NetworkInterface found = NetworkInterface.getByName(name);
                byte[] address = found != null ? found.getHardwareAddress() : null;
                return address != null ? address : new byte[0];
            } catch (SocketException e) {
                throw new IllegalArgumentException(
                        "networkInterface " + name + ": cannot be asked: " + e.getMessage(), e);
            }
        }

        /**
         * The file that guards the worker on this machine: one file for all processes with this worker. See
         * {@link FileWorkerLease}.
         */
        public Builder file(Path file) {
            this.file = file;
            return this;
        }

        /** As {@link SnowflakeGenerator.Builder#clock}. */
        public Builder clock(InstantSource clock) {
            settings.clock = clock;
            return this;
        }

        /** As {@link SnowflakeGenerator.Builder#clockPolicy}. */
        public Builder clockPolicy(ClockPolicy clockPolicy) {
            settings.clockPolicy = clockPolicy;
            return this;
        }

        /** As {@link SnowflakeGenerator.Builder#clockTolerance}. */
        public Builder clockTolerance(Duration clockTolerance) {
            settings.clockTolerance = clockTolerance;
            return this;
        }

        /** As {@link SnowflakeGenerator.Builder#burst}. */
        public Builder burst(Duration burst) {
            settings.burst = burst;
            return this;
        }

        /** As {@link SnowflakeGenerator.Builder#observer}. */
        public Builder observer(GeneratorObserver observer) {
            settings.observer = observer;
            return this;
        }

        Builder waiter(Waiter waiter) {
            settings.waiter = waiter;
            return this;
        }

        /**
         * The generator.
         *
         * @throws IllegalStateException unless either a lease is given, or a worker and a file
         * @throws IllegalArgumentException if a setting is outside its range, or the lease's layout has too many bits
         * @throws WorkerFileException if the file cannot be used
         */
        public FlakeGenerator build() {
            settings.validate();
            if (lease != null && worker == null && file == null) {
                SnowflakeLayout layout = lease.layout();
                if (layout.sequenceBits() > Flake.SEQUENCE_BITS || layout.workerBits() > Flake.WORKER_BITS) {
                    throw new IllegalArgumentException("lease with the layout [" + layout + "]: must have at most "
                            + Flake.WORKER_BITS + " worker and " + Flake.SEQUENCE_BITS + " sequence bits");
                }
                return new FlakeGenerator(settings.issuer(lease), layout, null);
            }
            if (lease == null && worker != null && file != null) {
                FileWorkerLease guard = FileWorkerLease.builder(file, 0)
                        .layout(COUNTER)
                        .workerName("of flakes " + HexFormat.of().toHexDigits(worker, Flake.WORKER_BITS / 4))
                        .clock(settings.clock)
                        .waiter(settings.waiter)
                        .open();
                return new FlakeGenerator(settings.issuer(guard), COUNTER, worker);
            }
            throw new IllegalStateException(
                    "give either a lease, or a worker and a file: two processes with one hardware"
                            + " address, or a restart after the clock was set back, would repeat ids");
        }
    }
}

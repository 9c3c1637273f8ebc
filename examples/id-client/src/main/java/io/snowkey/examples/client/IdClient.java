// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Ids from the id service, most of them without a round trip: a batch is at hand, and the next one is asked for in the
 * background before it is used up.
 *
 * <pre>{@code
 * try (IdClient ids = IdClient.builder(URI.create("http://ids-1:8080"))
 *         .service(URI.create("http://ids-2:8080"))
 *         .batch(1000)
 *         .build()) {
 *     long id = ids.nextId();
 * }
 * }</pre>
 *
 * <p><b>Uniqueness.</b> No id is handed out twice, neither by this client nor by two of them. An answer counts only whole,
 * exactly as specified, and if every id in it is new; all else is an error that shows the text. In doubt ids are lost.
 *
 * <p><b>Lost ids.</b> Ids that were fetched and not handed out are never used by anybody: those at hand when the client is
 * closed or the process dies (up to {@code batch + prefetch}), and those of answers that were refused or came too late.
 * A service has about four million a second, so nobody needs to save them.
 *
 * <p><b>Age.</b> The time in an id is that of its fetching. A client that hands out few ids hands out old ones; take a
 * smaller batch if that matters. The ids of one client grow as long as one service answers, and not beyond that.
 *
 * <p><b>Failure.</b> A service that fails, or does not answer within {@code requestTimeout}, is left alone for as long as its
 * {@code Retry-After} says (else 50 ms, then twice as long each time, up to 1 s), and the next one is asked at once. The one
 * that works is kept. All that time callers live on the ids at hand, and then wait, up to {@code deadline}.
 *
 * <p><b>Threads.</b> Safe for any number of them, platform or virtual. The client has daemon threads of its own, asks for the first
 * batch as it is built, and never has more than two batches in memory.
 */
public final class IdClient implements AutoCloseable {

    private final Shelf shelf;
    private final Asker asker;
    private final Thread fetcher;

    private IdClient(Builder builder) {
        int prefetch = builder.prefetch != null ? builder.prefetch : builder.batch / 2;
        Services services = new Services(builder.services);
        this.shelf = new Shelf(new Stock(prefetch), services, builder.time, builder.deadline.toNanos());
        this.asker = new Asker(builder.batch, builder.requestTimeout, builder.time);
        Admission admission =
                builder.admission != null ? builder.admission : new Marks(builder.workerBits, builder.workerShift);
        this.fetcher = new Thread(new Fetcher(shelf, asker, admission), "id-client");
        fetcher.setDaemon(true);
        fetcher.start();
    }

    /**
     * A builder.
     *
     * @param service where the paths of the service begin: {@code http://host:port} or {@code https://host/prefix}
     */
    public static Builder builder(URI service) {
        return new Builder().service(service);
    }

    /**
     * The next id. Takes one at hand; when there is none, waits for the next batch.
     *
     * @throws IdClientException if none came before the deadline, the client is closed, or the thread is interrupted while
     *     it waits; its reason says which
     */
    public long nextId() {
        return shelf.take();
    }

    /**
     * Ends the client: drops the ids at hand, and refuses every later call and those that wait. Returns when its own
     * thread has ended: at once, but before JDK 21 only when the request under way is answered or timed out. The threads of
     * {@code java.net.http} end within a second after that, before JDK 21 at the next garbage collection.
     */
    @Override
    public void close() {
        shelf.close(null);
        asker.close();
        boolean interrupted = false;
        while (fetcher.isAlive()) {
            try {
                fetcher.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Builds an {@link IdClient}. */
    public static final class Builder {

        private final List<URI> services = new ArrayList<>();
        private int batch = 1000;
        private @Nullable Integer prefetch;
        private Duration requestTimeout = Duration.ofSeconds(2);
        private Duration deadline = Duration.ofSeconds(10);
        private int workerBits = 10;
        private int workerShift = 12;
        private Time time = new SystemTime();
        private @Nullable Admission admission;

        private Builder() {}

        /** Another service of the same namespace, to be asked when those before it fail. */
        public Builder service(URI service) {
            services.add(service);
            return this;
        }

        /**
         * How many ids to ask for at a time; 1,000 unless given.
         *
         * @param batch 1 to 100,000, and no more than the service gives
         */
        public Builder batch(int batch) {
            this.batch = batch;
            return this;
        }

        /**
         * How many ids are left of a batch when the next one is asked for; half of the batch unless given. Enough is what is
         * handed out during a round trip.
         *
         * @param prefetch 0 (asks only when none is left) to {@code batch}
         */
        public Builder prefetch(int prefetch) {
            this.prefetch = prefetch;
            return this;
        }

        /**
         * How long to wait for the answer of one service; 2 s unless given.
         *
         * @param requestTimeout 1 ms to 1 hour
         */
        public Builder requestTimeout(Duration requestTimeout) {
            this.requestTimeout = requestTimeout;
            return this;
        }

        /**
         * How long {@link IdClient#nextId} waits for an id when none is at hand; 10 s unless given.
         *
         * @param deadline 1 ms to 1 hour
         */
        public Builder deadline(Duration deadline) {
            this.deadline = deadline;
            return this;
        }

        /**
         * Where an id of the service names its worker; 10 bits above the 12 lowest unless given, as in the default layout.
         * A wrong value makes the client refuse ids that are new, never accept one twice.
         *
         * @param bits 0 to 16: the layout's worker bits
         * @param shift 0 to 62: how many bits are below them
         */
        public Builder workerId(int bits, int shift) {
            this.workerBits = bits;
            this.workerShift = shift;
            return this;
        }

        Builder time(Time time) {
            this.time = time;
            return this;
        }

        Builder admission(Admission admission) {
            this.admission = admission;
            return this;
        }

        /**
         * The client. It asks for the first batch at once, but does not wait for it.
         *
         * @throws IllegalArgumentException if a setting is outside its range
         */
        public IdClient build() {
            services.replaceAll(Builder::requireBase);
            require("batch", batch, 1, 100_000);
            if (prefetch != null) {
                require("prefetch", prefetch, 0, batch);
            }
            require("requestTimeout", requestTimeout);
            require("deadline", deadline);
            require("workerId bits", workerBits, 0, 16);
            require("workerId shift", workerShift, 0, 62);
            return new IdClient(this);
        }

        private static URI requireBase(URI service) {
            String scheme =
                    service.getScheme() == null ? "" : service.getScheme().toLowerCase(Locale.ROOT);
            if (!(scheme.equals("http") || scheme.equals("https"))
                    || service.getHost() == null
                    || service.getRawUserInfo() != null
                    || service.getRawQuery() != null
                    || service.getRawFragment() != null) {
                throw new IllegalArgumentException("service " + service
                        + ": must be http or https, a host, and at most a port and a path: http://localhost:8080");
            }
            String path = service.getRawPath();
            return path.endsWith("/") ? service : URI.create(service + "/");
        }

        private static void require(String name, int value, int min, int max) {
            if (value < min || value > max) {
                throw new IllegalArgumentException(name + " " + value + ": must be " + min + " to " + max);
            }
        }

        private static void require(String name, Duration value) {
            if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException(name + " " + value + ": must be 1 ms to 1 hour");
            }
        }
    }
}

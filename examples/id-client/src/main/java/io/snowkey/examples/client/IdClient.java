// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.snowkey.examples.client.Fetcher.IdCheck;
import org.jspecify.annotations.Nullable;

/**
 * A client of the id service that gives most ids without a round trip. It has a batch of ids at hand. Before the batch
 * is used up, the client asks for the next one in the background.
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
 * <p><b>Uniqueness.</b> No id is handed out twice, neither by one client nor by two of them. An answer counts only if
 * it is whole and exactly as specified, and if every id in it is new. Every other answer is an error that shows the
 * text. In doubt, ids are lost.
 *
 * <p><b>Lost ids.</b> Ids that were fetched and not handed out are never used by anybody. These are the ids at hand
 * when the client is closed or the process dies (up to {@code batch + prefetch}), and the ids of answers that were
 * refused or came too late. A service has about four million a second, so nobody needs to save them.
 *
 * <p><b>Age.</b> The time in an id is the time when it was fetched. A client that hands out few ids hands out old ones;
 * take a smaller batch if that matters. The ids of one client grow only as long as the same service answers.
 *
 * <p><b>Failure.</b> A service that fails, or does not answer within {@code requestTimeout}, is left alone for as long
 * as its {@code Retry-After} says. Without this header, it is left alone for 50 ms, then for twice as long each time,
 * up to 1 s. The next service is asked at once. The client stays with a service that works. Meanwhile callers use the
 * ids at hand, and then wait, up to {@code deadline}.
 *
 * <p><b>Threads.</b> The client is safe for any number of threads, platform or virtual. It has daemon threads of its
 * own. It asks for the first batch when it is built, and never has more than two batches in memory.
 */
public final class IdClient implements AutoCloseable {

    private final IdQueue queue;
    private final IdRequester requester;
    private final Thread fetcher;

    private IdClient(Builder builder) {
        int prefetch = builder.prefetch != null ? builder.prefetch : builder.batch / 2;
        Services services = new Services(builder.services);
        this.queue = new IdQueue(new IdBuffer(prefetch), services, builder.time, builder.deadline.toNanos());
        this.requester = new IdRequester(builder.batch, builder.requestTimeout, builder.time);
        IdCheck idCheck =
                builder.idCheck != null ? builder.idCheck : new DuplicateCheck(builder.workerBits, builder.workerShift);
        this.fetcher = new Thread(new Fetcher(queue, requester, idCheck), "id-client");
        fetcher.setDaemon(true);
        fetcher.start();
    }

    /**
     * Starts a builder.
     *
     * @param service where the paths of the service begin: {@code http://host:port} or {@code https://host/prefix}
     */
    public static Builder builder(URI service) {
        return new Builder().service(service);
    }

    /**
     * Returns the next id. Takes one at hand or, if there is none, waits for the next batch.
     *
     * @throws IdClientException if none came before the deadline, the client is closed, or the thread is interrupted
     *     while it waits; its reason says which
     */
    public long nextId() {
        return queue.take();
    }

    /**
     * Ends the client. Drops the ids at hand, and refuses all later calls and all that wait. Returns when the client's
     * own thread has ended. That is at once or, before JDK 21, when the request under way is answered or timed out. The
     * threads of {@code java.net.http} end within a second after that or, before JDK 21, at the next garbage
     * collection.
     */
    @Override
    public void close() {
        queue.close(null);
        requester.close();
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
        private TimeSource time = TimeSource.SYSTEM;
        private @Nullable IdCheck idCheck;

        private Builder() {}

        /** Adds a service of the same namespace, to be asked when those before it fail. */
        public Builder service(URI service) {
            services.add(service);
            return this;
        }

        /**
         * Sets how many ids to ask for at a time; 1,000 unless set.
         *
         * @param batch 1 to 100,000, and no more than the service gives
         */
        public Builder batch(int batch) {
            this.batch = batch;
            return this;
        }

        /**
         * Sets how many ids are left of a batch when the next one is asked for. Half of the batch unless set. As many
         * as are handed out during a round trip are enough.
         *
         * @param prefetch 0 (asks only when none is left) to {@code batch}
         */
        public Builder prefetch(int prefetch) {
            this.prefetch = prefetch;
            return this;
        }

        /**
         * Sets how long to wait for the answer of one service; 2 s unless set.
         *
         * @param requestTimeout 1 ms to 1 hour
         */
        public Builder requestTimeout(Duration requestTimeout) {
            this.requestTimeout = requestTimeout;
            return this;
        }

        /**
         * Sets how long {@link IdClient#nextId} waits for an id when none is at hand; 10 s unless set.
         *
         * @param deadline 1 ms to 1 hour
         */
        public Builder deadline(Duration deadline) {
            this.deadline = deadline;
            return this;
        }

        /**
         * Sets which bits of the service's ids are the worker id. Unless set, these are 10 bits above the 12 lowest, as
         * in the default layout. With a wrong value the client refuses ids that are new, but never accepts one twice.
         *
         * @param bits 0 to 16: the layout's worker bits
         * @param shift 0 to 62: how many bits are below them
         */
        public Builder workerId(int bits, int shift) {
            this.workerBits = bits;
            this.workerShift = shift;
            return this;
        }

        Builder time(TimeSource time) {
            this.time = time;
            return this;
        }

        Builder idCheck(IdCheck idCheck) {
            this.idCheck = idCheck;
            return this;
        }

        /**
         * Builds the client. It asks for the first batch at once, but does not wait for it.
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

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * All services, and which one is asked next: the one that worked last, until it fails. Guarded by the client's lock.
 */
final class Services {

    private final List<Service> services;
    private int present;

    Services(List<URI> bases) {
        this.services = bases.stream().map(Service::new).toList();
    }

    /**
     * The first service, from the present one on, that may be asked now. If there is none, it is the one that may be
     * asked first.
     */
    Service next(long now) {
        Service best = services.get(present);
        for (int i = 1; i < services.size() && best.pauseLeft(now) > 0; i++) {
            Service other = services.get((present + i) % services.size());
            if (other.pauseLeft(now) < best.pauseLeft(now)) {
                best = other;
            }
        }
        return best;
    }

    void worked(Service service) {
        service.worked();
        present = services.indexOf(service);
    }

    /** Says how each of the services failed last. */
    String describeFailures(long now) {
        return services.stream().map(service -> service.describeFailure(now)).collect(Collectors.joining("; "));
    }

    @Nullable
    RequestFailedException lastFailure() {
        return services.get(present).lastFailure();
    }

    /** One of the services that can be asked, with its failures so far. Guarded by the client's lock. */
    static final class Service {

        private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
        private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);

        private final URI base;
        private int failures;
        private long pausedSince;
        private long pause;
        private @Nullable RequestFailedException lastFailure;

        Service(URI base) {
            this.base = base;
        }

        URI base() {
            return base;
        }

        /** How long the service is still left alone, in nanoseconds; 0 if it may be asked now. */
        long pauseLeft(long now) {
            return Math.max(0, pause - (now - pausedSince));
        }

        /**
         * Leaves the service alone for as long as it asked for. If it did not ask, this is 50 ms, and twice as long
         * after each further failure, up to 1 s.
         */
        void failed(RequestFailedException failure, long now) {
            Duration asked = failure.retryAfter();
            pausedSince = now;
            pause = asked != null ? asked.toNanos() : Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(failures, 10));
            failures++;
            lastFailure = failure;
        }

        void worked() {
            failures = 0;
            pause = 0;
            lastFailure = null;
        }

        @Nullable
        RequestFailedException lastFailure() {
            return lastFailure;
        }

        /** Says how the service failed last. An error has this in its message. */
        String describeFailure(long now) {
            RequestFailedException failure = lastFailure;
            if (failure == null) {
                return base + ": no answer yet";
            }
            String text = base + ": " + failure.getMessage();
            return failure.retryAfter() == null
                    ? text
                    : text + " (it asked to be left alone for another " + TimeUnit.NANOSECONDS.toMillis(pauseLeft(now))
                            + " ms)";
        }
    }
}

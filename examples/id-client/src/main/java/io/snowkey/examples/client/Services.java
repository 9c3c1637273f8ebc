// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import java.net.URI;
import java.util.List;
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
}

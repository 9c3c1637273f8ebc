// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.actuator;

import java.time.Instant;

import io.snowkey.registry.RegistryObserver;
import org.jspecify.annotations.Nullable;

/** Remembers until the next start that the database lost a commit. The health of the lease shows it. */
final class DatabaseRegressions implements RegistryObserver, Regressions {

    private volatile @Nullable String last;

    @Override
    public void databaseWentBack(long workerId, long generation, Instant from, Instant until) {
        last = "the database has lost what it had acknowledged: ids of worker " + workerId + " with timestamps from "
                + from + " to " + until + " may have been issued twice";
    }

    @Override
    public @Nullable String last() {
        return last;
    }
}

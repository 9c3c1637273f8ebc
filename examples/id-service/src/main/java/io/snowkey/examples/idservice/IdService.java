// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.util.concurrent.CompletableFuture;

import io.snowkey.Flake;
import io.snowkey.FlakeGenerator;
import io.snowkey.SnowflakeGenerator;

/** Issues the ids that requests ask for. */
final class IdService {

    /**
     * How many ids are issued at once. They need at most one tick. Requests for more are left to {@link LargeRequests}.
     */
    private static final int MAX_SMALL = 100;

    private final SnowflakeGenerator generator;
    private final FlakeGenerator flakes;
    private final LargeRequests largeRequests;
    private final Latencies latencies;
    private final int maxCount;

    IdService(
            SnowflakeGenerator generator,
            FlakeGenerator flakes,
            LargeRequests largeRequests,
            Latencies latencies,
            IdServiceProperties settings) {
        this.generator = generator;
        this.flakes = flakes;
        this.largeRequests = largeRequests;
        this.latencies = latencies;
        this.maxCount = settings.maxCount();
    }

    /** How many ids a request may ask for. */
    int maxCount() {
        return maxCount;
    }

    Latencies latencies() {
        return latencies;
    }

    boolean isSmall(IdRequest wanted) {
        return wanted.ids() <= MAX_SMALL;
    }

    /** Issues one id, and measures how long it takes. */
    long next() {
        long began = latencies.begin();
        try {
            return generator.nextId();
        } finally {
            latencies.finished(began);
        }
    }

    /** Makes the answer to a request for {@linkplain #isSmall few} ids. */
    byte[] answerNow(IdRequest wanted) {
        if (wanted.count() == 0) {
            return IdFormatter.one(generator.nextId(), wanted.json());
        }
        long[] ids = generator.nextIds(wanted.count());
        return IdFormatter.part(ids, 0, ids.length, wanted.json());
    }

    /** Makes the answer to a request for more ids, unless the request is cancelled before its turn. */
    CompletableFuture<byte[]> answerLater(IdRequest wanted) {
        return largeRequests.submit(wanted.ids(), count -> {
            long[] ids = generator.nextIds(count);
            return IdFormatter.part(ids, 0, ids.length, wanted.json());
        });
    }

    CompletableFuture<Flake[]> flakes(int count) {
        return largeRequests.submit(count, flakes::nextIds);
    }
}

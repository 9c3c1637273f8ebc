// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.util.concurrent.CompletableFuture;

import io.snowkey.Flake;
import io.snowkey.FlakeGenerator;
import io.snowkey.SnowflakeGenerator;

/** Issues the ids that requests ask for. */
final class Desk {

    /**
     * How many ids are issued on the spot. They need at most one tick. Requests for more are left to {@link Batches}.
     */
    private static final int ON_THE_SPOT = 100;

    private final SnowflakeGenerator generator;
    private final FlakeGenerator flakes;
    private final Batches batches;
    private final Latencies latencies;
    private final int maxCount;

    Desk(
            SnowflakeGenerator generator,
            FlakeGenerator flakes,
            Batches batches,
            Latencies latencies,
            IdServiceProperties settings) {
        this.generator = generator;
        this.flakes = flakes;
        this.batches = batches;
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

    boolean isOnTheSpot(Asked asked) {
        return asked.ids() <= ON_THE_SPOT;
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

    /** Makes the answer to a request for {@linkplain #isOnTheSpot few} ids. */
    byte[] fewAsText(Asked asked) {
        if (asked.count() == 0) {
            return IdText.one(generator.nextId(), asked.json());
        }
        long[] ids = generator.nextIds(asked.count());
        return IdText.part(ids, 0, ids.length, asked.json());
    }

    /** Makes the answer to a request for more ids, unless the request is cancelled before its turn. */
    CompletableFuture<byte[]> manyAsText(Asked asked) {
        return batches.ask(asked.ids(), count -> {
            long[] ids = generator.nextIds(count);
            return IdText.part(ids, 0, ids.length, asked.json());
        });
    }

    CompletableFuture<Flake[]> flakes(int count) {
        return batches.ask(count, flakes::nextIds);
    }
}

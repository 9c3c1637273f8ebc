// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.util.UUID;

import com.github.f4b6a3.uuid.UuidCreator;
import org.openjdk.jmh.annotations.Benchmark;

/** Measures UUIDs, which need no worker ids. */
public class UuidBenchmark {

    /** The JDK's, version 4. */
    @Benchmark
    public UUID randomUuid() {
        return UUID.randomUUID();
    }

    /** Version 7 of uuid-creator, in its fast form. */
    @Benchmark
    public UUID uuidCreatorV7() {
        return UuidCreator.getTimeOrderedEpochFast();
    }
}

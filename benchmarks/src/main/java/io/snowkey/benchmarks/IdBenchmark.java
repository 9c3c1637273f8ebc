// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.util.function.LongSupplier;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Measures calls for one id, from a generator that all threads share. */
@State(Scope.Benchmark)
public class IdBenchmark {

    /** Who makes the ids. */
    @Param
    public Contender contender = Contender.SNOWKEY;

    private LongSupplier ids = () -> 0;

    /** Starts the generator. */
    @Setup
    public void start() {
        ids = contender.start();
    }

    /** One id. */
    @Benchmark
    public long id() {
        return ids.getAsLong();
    }
}

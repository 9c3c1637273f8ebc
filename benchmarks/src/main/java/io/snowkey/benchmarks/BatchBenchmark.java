// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import io.snowkey.SnowflakeGenerator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Measures calls for a thousand ids. It counts ids, not calls. */
@State(Scope.Benchmark)
public class BatchBenchmark {

    private static final int SIZE = 1000;

    private final SnowflakeGenerator limited = Contender.snowkey(10, 12);
    private final SnowflakeGenerator unlimited = Contender.snowkey(1, 21);

    /** At the limit of 4,096 ids per millisecond. */
    @Benchmark
    @OperationsPerInvocation(SIZE)
    public long[] limited() {
        return limited.nextIds(SIZE);
    }

    /** With a 21-bit sequence. */
    @Benchmark
    @OperationsPerInvocation(SIZE)
    public long[] unlimited() {
        return unlimited.nextIds(SIZE);
    }
}

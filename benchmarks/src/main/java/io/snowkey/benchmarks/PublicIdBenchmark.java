// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.util.concurrent.TimeUnit;

import io.snowkey.PublicIdKey;
import io.snowkey.PublicIds;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Measures public texts of ids in one thread: {@code benchmarks/public-ids} prints texts per microsecond. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PublicIdBenchmark {

    private static final int SECRET_BYTES = 32;

    private final PublicIds ids = PublicIds.builder()
            .prefix("ord")
            .key(PublicIdKey.of(0, new byte[SECRET_BYTES]))
            .build();
    private long id = 249_827_315_047_067_782L;
    private String text = "";

    @Setup
    public void writeOne() {
        text = ids.format(id);
    }

    /** Another id each time, so that nothing of the last one helps. */
    @Benchmark
    public String write() {
        return ids.format(id++);
    }

    @Benchmark
    public long read() {
        return ids.parse(text);
    }

    public static void main(String[] arguments) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(PublicIdBenchmark.class.getName())
                        .forks(3)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(2))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(1))
                        .build())
                .run();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures one contender with one number of threads, by JMH. */
final class Throughput {

    private final RunLength runLength;

    Throughput(RunLength runLength) {
        this.runLength = runLength;
    }

    ThroughputResult ofIds(Contender contender, int threads) throws RunnerException {
        return of("IdBenchmark.id", contender, threads);
    }

    ThroughputResult of(String benchmark, Contender contender, int threads) throws RunnerException {
        Collection<RunResult> results =
                new Runner(options(benchmark, contender, threads).build()).run();
        return ThroughputResult.of(results.iterator().next());
    }

    private ChainedOptionsBuilder options(String benchmark, Contender contender, int threads) {
        List<String> jvmArgs = new ArrayList<>(List.of("-Xms256m", "-Xmx256m"));
        if (Runtime.version().feature() >= 23) {
            jvmArgs.add("--sun-misc-unsafe-memory-access=allow"); // for JMH, which says so otherwise each time
        }
        TimeValue time = TimeValue.milliseconds(runLength.iterationMillis());
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("\\." + benchmark.replace(".", "\\.") + "$")
                .mode(Mode.Throughput)
                .timeUnit(TimeUnit.SECONDS)
                .threads(threads)
                .forks(runLength.forks())
                .warmupIterations(runLength.warmups())
                .warmupTime(time)
                .measurementIterations(runLength.iterations())
                .measurementTime(time)
                .timeout(TimeValue.seconds(60))
                .addProfiler(ProcessorTimeProfiler.class)
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend(jvmArgs.toArray(new String[0]))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        return benchmark.startsWith("IdBenchmark.") ? options.param("contender", contender.name()) : options;
    }
}

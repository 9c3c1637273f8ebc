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

/** Has JMH measure one contender with one number of threads. */
final class Throughput {

    private final Effort effort;

    Throughput(Effort effort) {
        this.effort = effort;
    }

    Figures ofIds(Contender contender, int threads) throws RunnerException {
        return of("Ids.id", contender, threads);
    }

    Figures of(String benchmark, Contender contender, int threads) throws RunnerException {
        Collection<RunResult> results =
                new Runner(options(benchmark, contender, threads).build()).run();
        return Figures.of(results.iterator().next());
    }

    private ChainedOptionsBuilder options(String benchmark, Contender contender, int threads) {
        List<String> jvmArgs = new ArrayList<>(List.of("-Xms256m", "-Xmx256m"));
        if (Runtime.version().feature() >= 23) {
            jvmArgs.add("--sun-misc-unsafe-memory-access=allow"); // for JMH, which says so otherwise each time
        }
        TimeValue time = TimeValue.milliseconds(effort.iterationMillis());
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("\\." + benchmark.replace(".", "\\.") + "$")
                .mode(Mode.Throughput)
                .timeUnit(TimeUnit.SECONDS)
                .threads(threads)
                .forks(effort.forks())
                .warmupIterations(effort.warmups())
                .warmupTime(time)
                .measurementIterations(effort.iterations())
                .measurementTime(time)
                .timeout(TimeValue.seconds(60))
                .addProfiler(ProcessorTime.class)
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend(jvmArgs.toArray(new String[0]))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        return benchmark.startsWith("Ids.") ? options.param("contender", contender.name()) : options;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures changed copies of core by turns with the present one, the peers and the floor, where the layout does not
 * limit. Each turn is a JVM of its own. So differences between JVMs show here, and do not hide in a mean.
 */
final class ChangeComparison {

    private static final String PRESENT = "as it is";
    private static final RunLength RUN_LENGTH = RunLength.USUAL;

    private final Map<String, String> classPaths = new LinkedHashMap<>();
    private final ResultFiles files = new ResultFiles("compared", "who,threads,round,ids_per_s,processor_ns_per_id");

    private ChangeComparison(List<String> changed) {
        String classPath = System.getProperty("java.class.path");
        classPaths.put(PRESENT, classPath);
        for (String directory : changed) {
            classPaths.put(
                    String.valueOf(Path.of(directory).getFileName()), directory + File.pathSeparator + classPath);
        }
    }

    /** Arguments: rounds; numbers of threads, with commas; directories with the classes of changed copies. */
    public static void main(String[] args) throws IOException, RunnerException {
        Files.createDirectories(BenchmarkSuite.RESULTS);
        ChangeComparison comparison = new ChangeComparison(List.of(args).subList(2, args.length));
        List<Integer> threads =
                Stream.of(args[1].split(",", -1)).map(Integer::valueOf).toList();
        for (int round = 0; round < Integer.parseInt(args[0]); round++) {
            for (int some : threads) {
                comparison.round(round, some);
            }
        }
        comparison.print(threads);
    }

    private void round(int round, int threads) throws IOException, RunnerException {
        for (Map.Entry<String, String> copy : classPaths.entrySet()) {
            // JMH starts its JVMs with the class path that it finds here.
            System.setProperty("java.class.path", copy.getValue());
            turn("Snowkey: " + copy.getKey(), Contender.SNOWKEY_21, threads, round);
        }
        System.setProperty("java.class.path", classPaths.get(PRESENT));
        for (Contender other : List.of(Contender.FLOOR_21, Contender.COSID_21, Contender.TSID_CREATOR)) {
            turn(other.label(), other, threads, round);
        }
    }

    private void turn(String who, Contender contender, int threads, int round) throws IOException, RunnerException {
        ThroughputResult figures = new Throughput(RUN_LENGTH).ofIds(contender, threads);
        files.row(String.format(
                Locale.ROOT,
                "%s,%d,%d,%.0f,%.1f",
                who,
                threads,
                round,
                figures.idsPerSecond(),
                figures.processorNanos()));
    }

    private void print(List<Integer> threads) throws IOException {
        CsvTable all = CsvTable.read("compared");
        files.tableHead(List.of("41/1/21", "threads", "ids/s: median", "least", "most", "processor time per id"));
        for (int some : threads) {
            CsvTable rows = all.where("threads", Integer.toString(some));
            for (String who : rows.rows().map(row -> row.text("who")).distinct().toList()) {
                CsvTable turns = rows.where("who", who);
                files.tableRow(List.of(
                        who,
                        Integer.toString(some),
                        millions(turns.quartiles("ids_per_s").median()),
                        millions(turns.min("ids_per_s")),
                        millions(turns.max("ids_per_s")),
                        String.format(
                                Locale.ROOT,
                                "%.0f ns",
                                turns.quartiles("processor_ns_per_id").median())));
            }
        }
        files.print();
    }

    private static String millions(double rate) {
        return String.format(Locale.ROOT, "%.1f M", rate / 1e6);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The targets and what was reached, from the raw data of the run; and its charts. */
final class Summary {

    private Summary() {}

    /** What a part leaves in the directory of results. */
    static List<String> filesOf(String part) {
        List<String> files = new ArrayList<>(List.of(part + ".csv", part + ".md", part + "-run.csv"));
        if (part.equals("generator")) {
            files.add("latency.csv");
        } else if (part.equals("inserts")) {
            files.addAll(List.of("index.csv", "time-range.csv"));
        } else if (part.equals("startup")) {
            files.add("startup-statements.csv");
        }
        return files;
    }

    static void write(List<String> parts) throws IOException {
        ResultFiles files = new ResultFiles("targets", "part,target,reached,met");
        files.line("## Targets");
        files.tableHead(List.of("part", "target", "reached", "met?"));
        for (Target target : targets()) {
            if (parts.contains(target.part())) {
                files.row(target.csv());
                files.tableRow(
                        List.of(target.part(), target.target(), target.reached(), target.met() ? "yes" : "**no**"));
            }
        }
        files.tableHead(List.of("part", "begun", "took", "of the processors' time for others", "Java"));
        for (String part : parts) {
            for (CsvTable.Row row : CsvTable.read(part + "-run").rows().toList()) {
                files.tableRow(List.of(
                        part,
                        row.text("begun"),
                        row.text("seconds") + " s",
                        row.text("others_percent") + " %",
                        row.text("java")));
            }
        }
        files.print();
        Charts.write();
    }

    private static List<Target> targets() throws IOException {
        List<Target> all = new ArrayList<>();
        all.addAll(GeneratorTargets.all());
        all.addAll(InsertTargets.all());
        all.addAll(RegistryTargets.all());
        all.addAll(StartupTargets.all());
        return all;
    }
}

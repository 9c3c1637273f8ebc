// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Tortures one generator after the other. Snowkey and the generators of others get the same faults, and all of these
 * are inside of what Snowkey promises. Each mutant gets the faults that its missing rule is there for.
 */
final class Comparison {

    private static final List<String> SAME = List.of(
            "kill",
            "kill-all",
            "restart",
            "freeze",
            "takeover",
            "isolate",
            "clock-step",
            "clock-behind",
            "blackhole",
            "db-restart");

    private Comparison() {}

    /**
     * Runs all of them, and writes {@code table.md}. Returns whether Snowkey kept its promise and every mutant issued
     * an id twice.
     */
    static boolean run(Options options, PrintStream out) throws Exception {
        List<Report> reports = new ArrayList<>();
        boolean good = true;
        for (String generator : Generators.names()) {
            List<String> faults = generator.equals(Generators.SNOWKEY) || !Generators.isSnowkey(generator)
                    ? options.faults().isEmpty() ? SAME : options.faults()
                    : Mutant.named(generator).faults();
            Report report = Torture.torture(
                    options.of(generator, faults, options.directory().resolve(generator)), out);
            reports.add(report);
            good &= !Generators.isSnowkey(generator) || report.inside() == 0 == generator.equals(Generators.SNOWKEY);
            out.println();
        }
        String table = table(options, reports);
        Path file = Files.writeString(options.directory().resolve("table.md"), table);
        out.println(table);
        out.println("Also in " + file.toAbsolutePath());
        return good;
    }

    private static String table(Options options, List<Report> reports) {
        Stream<String> head = Stream.of(
                "    " + options.command(),
                "",
                "| generator | faults | ids | issued twice |",
                "| --- | --- | ---: | ---: |");
        return Stream.concat(head, reports.stream().map(Comparison::line))
                .reduce("", (page, line) -> page + line + "\n");
    }

    private static String line(Report report) {
        List<String> kinds = report.events().stream()
                .flatMap(event -> event.faults().stream())
                .distinct()
                .sorted()
                .toList();
        return String.format(
                Locale.ROOT,
                "| %s | %,d: %s | %,d | %,d |",
                report.generator(),
                report.faults(),
                String.join(", ", kinds),
                report.ids(),
                report.inside());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the page of results, for people. */
final class Page {

    private Page() {}

    static String of(Report report) {
        StringBuilder page = new StringBuilder();
        line(page, "# Torture of %s on %s", report.generator(), report.database());
        line(page, "");
        line(page, "    %s", report.command());
        line(page, "");
        line(page, "| | |");
        line(page, "| --- | ---: |");
        if (!report.commit().isEmpty()) {
            line(page, "| commit | %s |", report.commit());
        }
        line(page, "| began | %s |", report.began());
        line(page, "| seconds | %,d |", report.tortureSeconds());
        line(page, "| processes | %,d |", report.processes().size());
        line(page, "| faults | %,d |", report.faults());
        line(page, "| ids | %,d |", report.ids());
        line(page, "| **duplicates inside the promise** | **%,d** |", report.inside());
        for (Map.Entry<String, Long> one : report.outside().entrySet()) {
            line(
                    page,
                    "| duplicates outside of it: [%s](docs/operating.md#known-limits) | %,d |",
                    one.getKey(),
                    one.getValue());
        }
        line(page, "| times a worker told of lost commits | %,d |", report.told());
        line(page, "| ids smaller than the one before of their process | %,d |", report.descents());
        line(page, "");
        line(page, "The promise %s.", report.held() ? "held" : "did NOT hold");
        report.trouble().forEach(trouble -> line(page, "- %s", trouble));
        line(page, "");
        faults(page, report);
        workers(page, report);
        samples(page, report);
        return page.toString();
    }

    private static void faults(StringBuilder page, Report report) {
        line(page, "| fault | what it is | beyond the promise | times | next id, median ms | worst ms |");
        line(page, "| --- | --- | --- | ---: | ---: | ---: |");
        for (Fault fault : Faults.all()) {
            List<Event> its = report.events().stream()
                    .filter(event -> event.faults().contains(fault.name()))
                    .toList();
            String obstacle = report.skipped().get(fault.name());
            if (obstacle != null) {
                line(page, "| %s | skipped: %s | | | | |", fault.name(), obstacle);
            } else if (!its.isEmpty()) {
                List<Long> times = its.stream()
                        .flatMap(event -> event.backMillis().values().stream())
                        .sorted()
                        .toList();
                line(
                        page,
                        "| %s | %s | %s | %,d | %,d | %,d |",
                        fault.name(),
                        fault.what(),
                        fault.limit() == null ? "" : fault.limit(),
                        its.size(),
                        median(times),
                        times.get(times.size() - 1));
            }
        }
        line(page, "");
        line(
                page,
                "From the end of a fault to the next id of each worker. Where two faults came together, both count it.");
        line(page, "");
    }

    private static void workers(StringBuilder page, Report report) {
        line(page, "| worker | next id, median ms | worst ms |");
        line(page, "| --- | ---: | ---: |");
        List<String> names = report.events().stream()
                .flatMap(event -> event.backMillis().keySet().stream())
                .distinct()
                .sorted()
                .toList();
        for (String name : names) {
            List<Long> times = new ArrayList<>();
            report.events().forEach(event -> {
                Long millis = event.backMillis().get(name);
                if (millis != null) {
                    times.add(millis);
                }
            });
            times.sort(null);
            line(page, "| %s | %,d | %,d |", name, median(times), times.get(times.size() - 1));
        }
    }

    private static void samples(StringBuilder page, Report report) {
        if (report.samples().isEmpty()) {
            return;
        }
        line(page, "");
        line(page, "| an id that was issued twice | by process | and by | covered by |");
        line(page, "| ---: | --- | --- | --- |");
        report.samples()
                .forEach(one -> line(
                        page,
                        "| %d | %s | %s | %s |",
                        one.id(),
                        report.processes().get(one.first()),
                        report.processes().get(one.second()),
                        one.limit() == null ? "**nothing**" : one.limit()));
    }

    private static long median(List<Long> sorted) {
        return sorted.get(sorted.size() / 2);
    }

    private static void line(StringBuilder page, String format, Object... values) {
        page.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}

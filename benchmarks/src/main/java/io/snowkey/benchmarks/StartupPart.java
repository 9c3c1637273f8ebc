// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.snowkey.registry.TestDatabase;

/** How long a Spring Boot application with JPA takes to start, with and without the starter: by turns, each in a JVM of its own. */
final class StartupPart implements Part {

    /** What is on the class path here, but on that of no application. */
    private static final String NEVER = "(.*-tests|hypersistence-utils-.*)\\.jar";

    private static final String STARTER =
            "snowkey-(core|db-worker-registry|hibernate-generator|spring-boot-starter)-.*\\.jar";

    private enum Variant {
        WITHOUT("without the starter", false),
        WITH("with the starter", true),
        WITH_SCHEMA("with the starter, which looks after its tables: initialize-schema=always", true);

        final String label;
        final boolean starter;

        Variant(String label, boolean starter) {
            this.label = label;
            this.starter = starter;
        }
    }

    private record Start(double millis, double statements) {}

    /** No target is about the tables: a third of the runs is enough for them. */
    private static final Start LEFT_OUT = new Start(Double.NaN, Double.NaN);

    /** Twice as many as elsewhere: one start differs from the next by as much as the starter adds. */
    private final int runs;

    private final Paper paper = new Paper("startup", "variant,run,ms,statements");

    StartupPart(Effort effort) {
        this.runs = 2 * effort.repetitions();
    }

    @Override
    public void run() throws IOException, SQLException, InterruptedException {
        paper.heading("Start-up", Machine.databaseVersions());
        TestDatabase database = Server.POSTGRESQL.newDatabase().withSchema();
        paper.line(Server.POSTGRESQL.describe(database) + ".");
        for (Variant variant : Variant.values()) {
            start(variant, database); // fills the caches of the disk, and founds the namespace
        }
        List<List<Start>> all = Stream.of(Variant.values())
                .<List<Start>>map(variant -> new ArrayList<>())
                .toList();
        for (int run = 0; run < runs; run++) {
            int column = 0;
            for (Variant variant : Variant.values()) {
                if (variant == Variant.WITH_SCHEMA && run % 3 > 0) {
                    all.get(column++).add(LEFT_OUT);
                    continue;
                }
                Start start = start(variant, database);
                all.get(column++).add(start);
                paper.row(String.format(
                        Locale.ROOT, "%s,%d,%.0f,%.0f", variant.name(), run, start.millis(), start.statements()));
            }
        }
        table(all);
        paper.print();
    }

    private void table(List<List<Start>> all) throws IOException {
        paper.tableHead(List.of(
                "Spring Boot with JPA, median of " + runs + " JVMs by turns",
                "ready after",
                "added (middle half of the runs)",
                "statements",
                "added"));
        int column = 0;
        for (Variant variant : Variant.values()) {
            List<Start> starts = all.get(column++);
            Sample millis = Sample.of(starts.stream().map(Start::millis).toList());
            Sample statements = Sample.of(starts.stream().map(Start::statements).toList());
            List<Double> added = new ArrayList<>();
            List<Double> addedStatements = new ArrayList<>();
            for (int run = 0; run < starts.size(); run++) {
                added.add(starts.get(run).millis() - all.get(0).get(run).millis());
                addedStatements.add(
                        starts.get(run).statements() - all.get(0).get(run).statements());
            }
            Sample more = Sample.of(added);
            paper.tableRow(List.of(
                    variant.label,
                    String.format(Locale.ROOT, "%,.0f ms", millis.median()),
                    String.format(Locale.ROOT, "%.0f ms (%.0f to %.0f)", more.median(), more.low(), more.high()),
                    String.format(Locale.ROOT, "%.0f", statements.median()),
                    String.format(
                            Locale.ROOT, "%.0f", Sample.of(addedStatements).median())));
        }
    }

    private static Start start(Variant variant, TestDatabase database) throws IOException, InterruptedException {
        String result = Jvm.result(Jvm.start(
                classPath(variant.starter),
                List.of("-Xmx256m"),
                StartupApplication.class,
                List.of(
                        "--spring.main.banner-mode=off",
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.username(),
                        "--spring.datasource.password=" + database.password(),
                        "--spring.jpa.hibernate.ddl-auto=none",
                        "--snowkey.registry.initialize-schema="
                                + (variant == Variant.WITH_SCHEMA ? "always" : "never"))));
        String[] figures = result.split(",", -1);
        return new Start(Double.parseDouble(figures[0]), Double.parseDouble(figures[1]));
    }

    private static String classPath(boolean starter) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> {
                    String name = String.valueOf(Path.of(entry).getFileName());
                    return !name.matches(NEVER) && (starter || !name.matches(STARTER));
                })
                .collect(Collectors.joining(File.pathSeparator));
    }
}

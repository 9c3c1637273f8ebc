// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.snowkey.registry.TestDatabase;

/** Measures the start of a Spring Boot application with JPA, with and without the starter, in JVMs by turns. */
final class StartupPart implements Part {

    /** The jars of such an application. Each further jar would be searched for each class. */
    private static final String OF_AN_APPLICATION =
            "(angus-|antlr4-|aspectjweaver|byte-buddy|classes|commons-logging|hibernate-|HikariCP|istack-|jakarta|jaxb-|jboss-"
                    + "|jspecify|jul-to-|log4j-|logback-|micrometer-|postgresql-|slf4j-|snakeyaml|snowkey-|spring-|txw2).*";

    private static final String TESTS = ".*-tests\\.jar";
    private static final String STARTER =
            "snowkey-(core|db-worker-registry|hibernate-generator|spring-boot-starter)-.*\\.jar";

    private enum Variant {
        WITHOUT("without the starter"),
        WITH("with the starter"),
        WITH_SCHEMA("with the starter, which looks after its tables: initialize-schema=always");

        final String label;

        Variant(String label) {
            this.label = label;
        }

        /** No target is about the tables: a ninth of the runs is enough for them. */
        boolean takesPart(int run) {
            return this != WITH_SCHEMA || run % 9 == 0;
        }
    }

    /** Three times as many as elsewhere: one start differs from the next by as much as the starter adds. */
    private final int runs;

    private final ResultFiles times = new ResultFiles("startup", "variant,run,ms");
    private final ResultFiles statements = new ResultFiles("startup-statements", "variant,statements");

    StartupPart(RunLength runLength) {
        this.runs = 3 * runLength.repetitions();
    }

    @Override
    public void run() throws IOException, SQLException, InterruptedException {
        times.heading("Start-up", Machine.databaseVersions());
        TestDatabase database = DatabaseServer.POSTGRESQL.newDatabase().withSchema();
        times.line(DatabaseServer.POSTGRESQL.describe(database) + ".");
        for (Variant variant : Variant.values()) {
            start(variant, database, false); // fills the caches of the disk, and founds the namespace
            statements.row(variant.name() + "," + start(variant, database, true));
        }
        List<Variant> order = new ArrayList<>(List.of(Variant.values()));
        for (int run = 0; run < runs; run++) {
            for (Variant variant : order) {
                if (variant.takesPart(run)) {
                    times.row(variant.name() + "," + run + "," + start(variant, database, false));
                }
            }
            Collections.reverse(order); // so that a machine that slows down or speeds up favours nobody
        }
        table();
        times.print();
    }

    private void table() throws IOException {
        times.tableHead(List.of(
                "Spring Boot with JPA, median of " + runs + " JVMs by turns",
                "ready after",
                "added (middle half of the runs)",
                "statements",
                "added"));
        CsvTable starts = CsvTable.read("startup");
        CsvTable counts = CsvTable.read("startup-statements");
        double without = counts.where("variant", Variant.WITHOUT.name()).number("statements");
        for (Variant variant : Variant.values()) {
            Quartiles more = StartupTargets.added(starts, variant.name());
            double executed = counts.where("variant", variant.name()).number("statements");
            times.tableRow(List.of(
                    variant.label,
                    String.format(
                            Locale.ROOT,
                            "%,.0f ms",
                            starts.where("variant", variant.name())
                                    .quartiles("ms")
                                    .median()),
                    String.format(Locale.ROOT, "%.0f ms (%.0f to %.0f)", more.median(), more.low(), more.high()),
                    String.format(Locale.ROOT, "%.0f", executed),
                    String.format(Locale.ROOT, "%.0f", executed - without)));
        }
    }

    /** Milliseconds until the application was ready, or how many statements it had executed by then. */
    private static String start(Variant variant, TestDatabase database, boolean counted)
            throws IOException, InterruptedException {
        return Jvm.result(Jvm.start(
                classPath(variant != Variant.WITHOUT),
                List.of("-Xmx256m"),
                StartupApplication.class,
                List.of(
                        "--counted=" + counted,
                        "--spring.main.banner-mode=off",
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.username(),
                        "--spring.datasource.password=" + database.password(),
                        "--spring.jpa.hibernate.ddl-auto=none",
                        "--snowkey.registry.initialize-schema="
                                + (variant == Variant.WITH_SCHEMA ? "always" : "never"))));
    }

    private static String classPath(boolean starter) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> {
                    String name = String.valueOf(Path.of(entry).getFileName());
                    return name.matches(OF_AN_APPLICATION)
                            && !name.matches(TESTS)
                            && (starter || !name.matches(STARTER));
                })
                .collect(Collectors.joining(File.pathSeparator));
    }
}

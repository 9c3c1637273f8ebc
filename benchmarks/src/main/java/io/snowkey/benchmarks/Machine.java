// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Describes the machine and the versions of a run. */
final class Machine {

    private Machine() {}

    static String describe() {
        return String.format(
                Locale.ROOT,
                "%s; %s, %d processors, %s %s %s; %s %s. Load at the start: %.2f",
                Instant.now().truncatedTo(ChronoUnit.MINUTES),
                processor(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch"),
                System.getProperty("java.vm.name"),
                System.getProperty("java.runtime.version"),
                load());
    }

    /** Runnable threads on this machine, averaged over a minute; those of the measurement are among them. */
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("processor unknown");
        } catch (IOException e) {
            return "processor unknown";
        }
    }

    /** The jars of the peers, whose names carry their versions. */
    static String versions() {
        return versions("(agrona|cosid-core|hutool-core|hypersistence-tsid|jmh-core|mybatis-plus-core|snowkey-core"
                + "|tsid-creator|uuid-creator|yitter-idgenerator)");
    }

    /** The jars that stand between an application and its database. */
    static String databaseVersions() {
        return versions(
                "(HikariCP|hibernate-core|hypersistence-utils-hibernate-71|hypersistence-tsid|mariadb-java-client"
                        + "|postgresql|snowkey-[a-z-]+|spring-boot|uuid-creator)");
    }

    private static String versions(String artifacts) {
        return Stream.of(System.getProperty("java.class.path").split(System.getProperty("path.separator"), -1))
                .map(entry -> String.valueOf(Path.of(entry).getFileName()))
                .filter(name -> name.matches(artifacts + "-\\d.*\\.jar") && !name.endsWith("-tests.jar"))
                .map(name -> name.substring(0, name.length() - ".jar".length()))
                .sorted()
                .collect(Collectors.joining(", "));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

import io.snowkey.SnowflakeLayout;
import io.snowkey.registry.TestDatabase;
import io.snowkey.spring.boot.book.AheadOfTimeApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application processed ahead of time, and run on a JVM with what came of it, in processes of its own. A native image is
 * made of the same.
 */
class AotTest {

    private final TestDatabase database = TestDatabase.postgres();

    @TempDir
    private Path directory;

    @Test
    void issuesIdsInAnApplicationThatWasProcessedAheadOfTime() throws Exception {
        Path sources = directory.resolve("sources");
        Path resources = directory.resolve("resources");
        Path classes = directory.resolve("classes");
        java(
                testClassPath(),
                List.of(),
                "org.springframework.boot.SpringApplicationAotProcessor",
                AheadOfTimeApplication.class.getName(),
                sources.toString(),
                resources.toString(),
                classes.toString(),
                "io.snowkey",
                "aot");
        compile(sources, classes);
        String output = java(
                classes + File.pathSeparator + resources + File.pathSeparator + testClassPath(),
                List.of("-Dspring.aot.enabled=true"),
                AheadOfTimeApplication.class.getName());

        assertThat(output).contains("ahead of time: true");
        long key = Long.parseLong(output.substring(output.indexOf("key: ") + 5).strip());
        Registry registry = Registry.in(database);
        assertThat(SnowflakeLayout.DEFAULT.decode(key).workerId()).isEqualTo(registry.workerId());
        assertThat(registry.isHeld()).isFalse();
        assertThat(registry.number("issued")).isEqualTo(1);
        assertThat(metadata(resources)).contains("schema-", "NamedSnowflakeIdGenerator");
    }

    @Test
    void addsNothingToTheSettingsOfAnApplicationThatRuns() {
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            new AheadOfTimeInitializer().initialize(context);
            assertThat(context.getEnvironment().getProperty("spring.jpa.properties.snowkey.worker-id"))
                    .isNull();
        }
    }

    private static String metadata(Path resources) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : files(resources, ".json")) {
            text.append(Files.readString(file));
        }
        return text.toString();
    }

    private static void compile(Path sources, Path classes) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none",
                "-nowarn",
                "-d",
                classes.toString(),
                "-cp",
                classes + File.pathSeparator + testClassPath()));
        files(sources, ".java").forEach(file -> arguments.add(file.toString()));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
    }

    private static List<Path> files(Path root, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    /** What this process prints; it has to end well. */
    private String java(String classPath, List<String> options, String... command) throws Exception {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-Duser.language=tr", "-XX:TieredStopAtLevel=1", "-cp", classPath));
        line.addAll(options);
        line.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "SPRING_DATASOURCE_URL", database.url(),
                        "SPRING_DATASOURCE_USERNAME", database.username(),
                        "SPRING_DATASOURCE_PASSWORD", database.password()));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /** Surefire hands the class path over in a jar, and says elsewhere what is in it. */
    private static String testClassPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}

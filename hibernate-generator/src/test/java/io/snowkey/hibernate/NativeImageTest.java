// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.hibernate.generator.Generator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a native image keeps for Hibernate to find by name. */
class NativeImageTest {

    private static final Pattern TYPE = Pattern.compile("\"type\": \"([^\"]+)\"");
    private static final Pattern CREATED =
            Pattern.compile("\"type\": \"([^\"]+)\", \"methods\": \\[\\{ \"name\": \"<init>\"");
    private static final Pattern GLOB = Pattern.compile("\"glob\": \"([^\"]+)\"");

    @Test
    void everyTypeExists() throws IOException, ClassNotFoundException {
        for (String type : found(TYPE)) {
            assertThat(Class.forName(type)).isNotNull();
        }
    }

    @Test
    void whatHibernateCreatesKeepsItsConstructor() throws IOException, ReflectiveOperationException {
        List<String> created = found(CREATED);
        for (String type : created) {
            assertThat(Class.forName(type).getDeclaredConstructor()).isNotNull();
        }
        assertThat(created).contains(SnowkeyIntegration.class.getName()).containsAll(generators());
    }

    @Test
    void everyResourceIsKeptAndExists() throws IOException {
        List<String> kept = found(GLOB);
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> Path.of("src/main/resources")
                                    .relativize(file)
                                    .toString())
                            .filter(file -> !file.endsWith("reachability-metadata.json")))
                    .containsExactlyInAnyOrderElementsOf(kept);
        }
    }

    /** The generators that Hibernate creates: it could not create one that is not public. */
    private static List<String> generators() throws IOException {
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/io/snowkey/hibernate"))) {
            return sources.map(source -> source.getFileName().toString())
                    .filter(name -> name.endsWith("Generator.java"))
                    .map(name -> "io.snowkey.hibernate." + name.replace(".java", ""))
                    .filter(NativeImageTest::isCreated)
                    .toList();
        }
    }

    private static boolean isCreated(String name) {
        try {
            Class<?> type = Class.forName(name);
            return Generator.class.isAssignableFrom(type) && Modifier.isPublic(type.getModifiers());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> found(Pattern pattern) throws IOException {
        try (InputStream in = SnowkeyIntegration.class.getResourceAsStream(
                "/META-INF/native-image/io.snowkey/snowkey-hibernate-generator/reachability-metadata.json")) {
            return pattern.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .results()
                    .map((MatchResult hit) -> hit.group(1))
                    .toList();
        }
    }
}

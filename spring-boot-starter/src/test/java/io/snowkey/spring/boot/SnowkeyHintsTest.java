// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.snowkey.registry.H2Functions;
import org.hibernate.generator.Generator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** Asks for what is there, and not for what is registered, so that what is added later is not forgotten. */
class SnowkeyHintsTest {

    private final RuntimeHints hints = new RuntimeHints();

    SnowkeyHintsTest() {
        new SnowkeyHints().registerHints(hints, getClass().getClassLoader());
    }

    @Test
    void areFoundBySpring() {
        assertThat(SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
                        .load(RuntimeHintsRegistrar.class))
                .hasAtLeastOneElementOfType(SnowkeyHints.class);
    }

    static Stream<String> resources() throws IOException {
        List<String> paths = new ArrayList<>();
        for (String pattern : new String[] {"io/snowkey/registry/**", "io/snowkey/hibernate/**"}) {
            for (Resource resource : new PathMatchingResourcePatternResolver().getResources("classpath*:" + pattern)) {
                String url = resource.getURL().toString();
                boolean ofTests = url.contains("-tests.jar") || url.contains("/test-classes/");
                if (resource.isReadable() && !url.endsWith(".class") && !url.endsWith("/") && !ofTests) {
                    paths.add(url.substring(url.lastIndexOf("io/snowkey/")));
                }
            }
        }
        return paths.stream();
    }

    @ParameterizedTest
    @MethodSource("resources")
    void keepTheScriptsMigrationsAndMappings(String resource) {
        assertThat(RuntimeHintsPredicates.resource().forResource(resource)).accepts(hints);
    }

    @Test
    void letTheSettingsOfASessionFactoryBeReached() {
        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(SessionFactoryBeans.in(null).type())
                        .withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS))
                .accepts(hints);
    }

    /** They are named in the script of H2, as texts. */
    @Test
    void letH2CallTheFunctionsForSql() {
        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(H2Functions.class)
                        .withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS))
                .accepts(hints);
    }

    @Test
    void wouldNotKeepAnotherResource() throws IOException {
        assertThat(resources())
                .contains("io/snowkey/registry/schema-h2.sql", "io/snowkey/registry/liquibase/changelog.xml")
                .hasSizeGreaterThan(9);
        assertThat(RuntimeHintsPredicates.resource().forResource("io/snowkey/registry/other.sql"))
                .rejects(hints);
    }

    static Stream<Resource> services() throws IOException {
        return Stream.of(new PathMatchingResourcePatternResolver().getResources("classpath*:META-INF/services/*"))
                .filter(file -> text(file).contains("io.snowkey."));
    }

    @ParameterizedTest
    @MethodSource("services")
    void keepServicesAndWhatProvidesThem(Resource file) {
        assertThat(RuntimeHintsPredicates.resource().forResource("META-INF/services/" + file.getFilename()))
                .accepts(hints);
        text(file)
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("io.snowkey."))
                .forEach(this::assertCanBeCreated);
    }

    static Stream<String> generators() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.snowkey.hibernate").stream()
                        .filter(type -> type.isAssignableTo(Generator.class))
                        .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        // Made by the module itself, around another one.
                        .filter(type -> !type.getSimpleName().equals("BulkKeyGenerator"))
                        .map(JavaClass::getName);
    }

    @ParameterizedTest
    @MethodSource("generators")
    void keepTheConstructorsOfGenerators(String generator) {
        assertCanBeCreated(generator);
    }

    private void assertCanBeCreated(String type) {
        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(ClassUtils.resolveClassName(type, null))
                        .withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
                .accepts(hints);
    }

    @Test
    void keepTheConversionOfWorkerIdRanges() {
        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(WorkerIdRange.class)
                        .withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS))
                .accepts(hints);
    }

    private static String text(Resource file) {
        try {
            return file.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }
}

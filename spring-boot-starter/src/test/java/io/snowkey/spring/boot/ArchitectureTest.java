// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.hibernate.SnowflakeId;
import io.snowkey.registry.JdbcWorkerRegistry;
import io.snowkey.spring.boot.text.SnowkeyTextAutoConfiguration;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/** The laws of the architecture, over all modules: this is the one that sees them all. */
@AnyLine
class ArchitectureTest {

    /** Package-private is the default. Whoever adds to this list promises to keep what is added. */
    private static final Map<String, List<String>> PUBLIC_TYPES = Map.of(
            Laws.CORE,
            List.of(
                    "Claim",
                    "ClaimGrant",
                    "ClockPolicy",
                    "DecodedId",
                    "FileWorkerLease",
                    "Flake",
                    "FlakeGenerator",
                    "GeneratorObserver",
                    "GeneratorStatistics",
                    "IdRefusedException",
                    "LayoutPreset",
                    "PublicIdKey",
                    "PublicIds",
                    "SequenceStart",
                    "SnowflakeGenerator",
                    "SnowflakeLayout",
                    "SnowkeyException",
                    "TextForm",
                    "WorkerFileException",
                    "WorkerLease",
                    "WorkerLeaseProvider"),
            Laws.REGISTRY,
            List.of(
                    "Dialect",
                    "H2Functions",
                    "JdbcWorkerLeaseProvider",
                    "JdbcWorkerRegistry",
                    "RegistryObserver",
                    "RegistryStatement",
                    "WorkerRegistryException",
                    "WorkerStatus"),
            Laws.HIBERNATE,
            List.of(
                    "FlakeId",
                    "FlakeIdGenerator",
                    "NamedFlakeIdGenerator",
                    "NamedSnowflakeIdGenerator",
                    "SnowflakeId",
                    "SnowflakeIdGenerator",
                    "SnowkeyIntegration",
                    "SnowkeySettings"),
            Laws.STARTER,
            List.of(
                    "Generators", // for the packages below it, and not for users
                    "PublicId",
                    "SettingsException", // for the packages below it, and not for users
                    "SnowflakeText",
                    "SnowkeyAutoConfiguration",
                    "SnowkeyDataSource"),
            Laws.ACTUATOR,
            List.of("SnowkeyActuatorAutoConfiguration"),
            Laws.DATA,
            List.of("SnowkeyDataAutoConfiguration"),
            Laws.TEXT,
            List.of("SnowkeyTextAutoConfiguration"));

    /** From where the modules are, and not from the class path: other tests and their class loaders add to that. */
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .importUrls(Stream.of(
                            SnowflakeGenerator.class,
                            JdbcWorkerRegistry.class,
                            SnowflakeId.class,
                            SnowkeyAutoConfiguration.class)
                    .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                    .toList());

    /** A law, and classes that break it. */
    record Law(String name, ArchRule rule, List<Class<?>> offenders) {

        Law(String name, ArchRule rule, Class<?>... offenders) {
            this(name, rule, List.of(offenders));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Law> laws() throws ClassNotFoundException {
        return Stream.of(
                new Law("one package tree per module", Laws.ONE_PACKAGE_TREE_PER_MODULE, offender("util.Leftovers")),
                new Law(
                        "parts of the starter do not know each other",
                        Laws.PARTS_OF_THE_STARTER_DO_NOT_KNOW_EACH_OTHER,
                        PartUser.class,
                        offender("spring.boot.text.TextThatKnowsTheActuator")),
                new Law(
                        "nothing hangs on earlier versions",
                        Laws.NOTHING_HANGS_ON_EARLIER_VERSIONS,
                        offender("spring.boot.text.TextThatKnowsJackson2")),
                new Law(
                        "no rooms for leftovers",
                        Laws.NO_ROOMS_FOR_LEFTOVERS,
                        offender("util.Leftovers"),
                        IdUtils.class),
                new Law(
                        "core knows the JDK alone",
                        Laws.CORE_KNOWS_THE_JDK_ALONE,
                        offender("CoreThatKnowsTheRegistry")),
                new Law(
                        "the registry knows core alone",
                        Laws.REGISTRY_KNOWS_CORE_ALONE,
                        offender("registry.RegistryThatKnowsHibernate")),
                new Law(
                        "the Hibernate generator knows core and Hibernate alone",
                        Laws.HIBERNATE_GENERATOR_KNOWS_CORE_AND_HIBERNATE_ALONE,
                        offender("hibernate.HibernateThatKnowsTheRegistry")),
                new Law("SQL in the registry alone", Laws.SQL_IN_THE_REGISTRY_ALONE, SqlUser.class),
                new Law(
                        "data sources in registry and starter alone",
                        Laws.DATA_SOURCES_IN_REGISTRY_AND_STARTER_ALONE,
                        offender("util.DataSourceUser")),
                new Law("Hibernate in its module alone", Laws.HIBERNATE_IN_ITS_MODULE_ALONE, HibernateUser.class),
                new Law(
                        "time is passed in",
                        Laws.TIME_IS_PASSED_IN,
                        MillisReader.class,
                        InstantReader.class,
                        ClockTaker.class,
                        SourceTaker.class),
                new Law(
                        "no static mutable state",
                        Laws.NO_STATIC_MUTABLE_STATE,
                        StaticVariable.class,
                        StaticCounter.class),
                new Law(
                        "auto-configurations are public and final",
                        Laws.AUTO_CONFIGURATIONS_ARE_PUBLIC_AND_FINAL,
                        LoudAutoConfiguration.class),
                new Law(
                        "auto-configurations show nothing",
                        Laws.AUTO_CONFIGURATIONS_SHOW_NOTHING,
                        LoudAutoConfiguration.class),
                new Law(
                        "no class condition on bean methods",
                        Laws.NO_CLASS_CONDITION_ON_BEAN_METHODS,
                        LoudAutoConfiguration.class));
    }

    @ParameterizedTest
    @MethodSource("laws")
    void isKept(Law law) {
        law.rule().check(PRODUCT);
    }

    @ParameterizedTest
    @MethodSource("laws")
    void isSeenToBeBroken(Law law) {
        for (Class<?> offender : law.offenders()) {
            JavaClasses alone = new ClassFileImporter().importClasses(offender);
            assertThat(law.rule().allowEmptyShould(true).evaluate(alone).hasViolation())
                    .as(offender.getName())
                    .isTrue();
        }
    }

    @Test
    void looksAtEveryModule() {
        assertThat(PRODUCT.stream().map(JavaClass::getPackageName).distinct())
                .containsExactlyInAnyOrder(
                        Laws.CORE, Laws.REGISTRY, Laws.HIBERNATE, Laws.STARTER, Laws.ACTUATOR, Laws.DATA, Laws.TEXT);
        assertThat(PRODUCT.stream().map(JavaClass::getSimpleName))
                .contains("Claim", "JdbcWorkerLease", "SnowflakeIdGenerator", "LifecycleWorkerLease")
                .doesNotContain("TestDatabase", "ArchitectureTest", "CoreThatKnowsTheRegistry");
    }

    @Test
    void showsNoOtherTypesThanThese() {
        assertThat(publicTypes(PRODUCT)).isEqualTo(new TreeMap<>(PUBLIC_TYPES));
    }

    @Test
    void wouldNoticeAnotherPublicType() throws ClassNotFoundException {
        assertThat(publicTypes(new ClassFileImporter().importClasses(offender("util.Leftovers"))))
                .containsEntry("io.snowkey.util", List.of("Leftovers"));
    }

    private static Map<String, List<String>> publicTypes(JavaClasses classes) {
        return classes.stream()
                .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                .collect(Collectors.groupingBy(
                        JavaClass::getPackageName,
                        TreeMap::new,
                        Collectors.mapping(
                                JavaClass::getSimpleName,
                                Collectors.collectingAndThen(Collectors.toCollection(TreeSet::new), List::copyOf))));
    }

    private static Class<?> offender(String name) throws ClassNotFoundException {
        return Class.forName(Laws.CORE + "." + name);
    }

    static final class IdUtils {}

    static final class SqlUser {
        Connection connection;
    }

    /** It is in the package at the top, which knows none of those below. */
    static final class PartUser {
        SnowkeyTextAutoConfiguration text;
    }

    static final class HibernateUser {
        SessionFactory factory;
    }

    static final class MillisReader {
        @SuppressWarnings("JavaTimeDefaultTimeZone")
        long read() {
            return System.currentTimeMillis();
        }
    }

    static final class InstantReader {
        Instant read() {
            return Instant.now();
        }
    }

    static final class ClockTaker {
        Clock clock = Clock.systemUTC();
    }

    static final class SourceTaker {
        InstantSource source = InstantSource.system();
    }

    static final class StaticVariable {
        static long last;
    }

    static final class StaticCounter {
        static final AtomicLong LAST = new AtomicLong();
    }

    @AutoConfiguration
    public static class LoudAutoConfiguration {
        @Bean
        @ConditionalOnClass(name = "nowhere.ToBeSeen")
        public String bean() {
            return "";
        }
    }
}

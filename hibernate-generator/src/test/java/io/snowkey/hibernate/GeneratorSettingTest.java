// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import org.hibernate.MappingException;
import org.hibernate.SessionFactory;
import org.hibernate.boot.registry.classloading.internal.ClassLoaderServiceImpl;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GeneratorSettingTest {

    @Test
    void aMissingSettingIsRefusedWithARemedy() {
        assertThatThrownBy(() -> new Unit().open(Invoice.class))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(Invoice.class.getName() + ".number")
                .hasMessageContaining("no setting 'snowkey.generator'")
                .hasMessageContaining("Put a SnowflakeGenerator there");
    }

    @Test
    void withoutSpringNothingIsSaidAboutIt() {
        assertThatThrownBy(() -> new Unit().open(Invoice.class))
                .hasMessageEndingWith("to lease one from the registry in the database of the unit.");
    }

    @Test
    void withSpringAndWithoutTheStarterTheErrorNamesTheStarter() {
        assertThatThrownBy(() -> new Unit()
                        .classes(new PretendedClasses("org.springframework.context.ApplicationContext"))
                        .open(Invoice.class))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("add the dependency io.snowkey:snowkey-spring-boot-starter");
    }

    @Test
    void withTheStarterTheErrorTellsWhichFactoriesItDoesNotReach() {
        assertThatThrownBy(() -> new Unit()
                        .classes(new PretendedClasses(
                                "org.springframework.context.ApplicationContext",
                                "io.snowkey.spring.boot.SnowkeyAutoConfiguration"))
                        .open(Invoice.class))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("let the @Bean method return that, and not the EntityManagerFactory it makes")
                .hasMessageContaining("put it under 'snowkey.generator' in its properties");
    }

    /** A class path with more on it. */
    private static final class PretendedClasses extends ClassLoaderServiceImpl {

        private static final long serialVersionUID = 1;
        private final Set<String> names;

        PretendedClasses(String... names) {
            this.names = Set.of(names);
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> Class<T> classForName(String name) {
            return names.contains(name) ? (Class<T>) Object.class : super.classForName(name);
        }
    }

    @Test
    void aMissingSettingDoesNotMatterToEntitiesThatDoNotAsk() {
        try (SessionFactory factory = new Unit().open(Plain.class)) {
            factory.inTransaction(session -> session.persist(new Plain()));
        }
    }

    @Test
    void aSettingOfTheWrongTypeIsRefusedAtStart() {
        assertThatThrownBy(() -> new Unit()
                        .set(SnowkeySettings.GENERATOR, "com.acme.Generator")
                        .open(Invoice.class))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(Invoice.class.getName() + ".number")
                .hasMessageContaining("setting 'snowkey.generator' is a java.lang.String (com.acme.Generator)")
                .hasMessageContaining("must be an io.snowkey.SnowflakeGenerator or a java.util.function.Supplier");
    }

    @Test
    void aSupplierIsAskedOnceAndNotBeforeTheFirstId() {
        AtomicInteger asked = new AtomicInteger();
        Supplier<SnowflakeGenerator> supplier = () -> {
            asked.incrementAndGet();
            return SnowflakeGenerator.builder().workerId(0).build();
        };
        try (SessionFactory factory =
                new Unit().set(SnowkeySettings.GENERATOR, supplier).open(Invoice.class)) {
            assertThat(asked).hasValue(0);
            factory.inTransaction(session -> session.persist(new Invoice()));
            assertThat(asked).hasValue(1);
            factory.inTransaction(session -> session.persist(new Invoice()));
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void aSupplierThatFailedIsAskedAgain() {
        AtomicInteger asked = new AtomicInteger();
        Supplier<SnowflakeGenerator> supplier = () -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("database not up yet");
            }
            return SnowflakeGenerator.builder().workerId(0).build();
        };
        try (SessionFactory factory =
                new Unit().set(SnowkeySettings.GENERATOR, supplier).open(Invoice.class)) {
            assertThatThrownBy(() -> factory.inTransaction(session -> session.persist(new Invoice())))
                    .hasStackTraceContaining("database not up yet");
            factory.inTransaction(session -> session.persist(new Invoice()));
            assertThat(asked).hasValue(2);
        }
    }

    @Test
    void aSupplierOfSomethingElseIsRefusedAtTheFirstId() {
        Supplier<String> supplier = () -> "not a generator";
        LazyGenerator<SnowflakeGenerator> generator =
                LazyGenerator.given("snowkey.generator", SnowflakeGenerator.class, supplier);

        assertThatIllegalStateException()
                .isThrownBy(generator::get)
                .withMessageContaining("supplier under setting 'snowkey.generator'")
                .withMessageContaining("a java.lang.String (not a generator)");
    }

    @Test
    void aGivenGeneratorIsNotClosedWithTheFactory() {
        SnowflakeGenerator generator = SnowflakeGenerator.builder().workerId(0).build();
        Unit.with(generator).open(Invoice.class).close();

        assertThat(generator.nextId()).isPositive();
    }

    @Test
    void unitsInOneJvmHaveTheirOwnGenerators() {
        try (SessionFactory one = unitOfWorker(1).open(Invoice.class);
                SessionFactory two = unitOfWorker(2).open(Invoice.class)) {
            assertThat(workerOfANewKey(one)).isEqualTo(1);
            assertThat(workerOfANewKey(two)).isEqualTo(2);
            assertThat(workerOfANewKey(one)).isEqualTo(1);
        }
    }

    private static Unit unitOfWorker(int workerId) {
        return Unit.with(SnowflakeGenerator.builder().workerId(workerId).build());
    }

    private static long workerOfANewKey(SessionFactory factory) {
        Invoice invoice = new Invoice();
        factory.inTransaction(session -> session.persist(invoice));
        return SnowflakeLayout.DEFAULT.decode(invoice.number).workerId();
    }

    @Entity
    static class Invoice {
        @Id
        @SnowflakeId
        long number;
    }

    @Entity
    static class Plain {
        @Id
        long id;
    }
}

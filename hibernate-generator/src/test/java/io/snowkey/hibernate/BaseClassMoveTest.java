// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.tools.ToolProvider;

import io.snowkey.registry.TestDatabase;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.boot.registry.classloading.internal.ClassLoaderServiceImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A model whose entities share a base class: two versions of it, compiled from sources that differ in that class alone. */
class BaseClassMoveTest {

    private static final String BASE_BEFORE =
            """
            package clinic;

            @jakarta.persistence.MappedSuperclass
            public abstract class BaseEntity {
                @jakarta.persistence.Id
                @jakarta.persistence.GeneratedValue(strategy = jakarta.persistence.GenerationType.IDENTITY)
                private Long id;

                public Long getId() {
                    return id;
                }
            }
            """;

    private static final String BASE_AFTER = BASE_BEFORE.replace(
            "@jakarta.persistence.GeneratedValue(strategy = jakarta.persistence.GenerationType.IDENTITY)",
            "@io.snowkey.hibernate.SnowflakeId");

    private static final Map<String, String> MODEL = Map.of(
            "NamedEntity",
            """
            package clinic;

            @jakarta.persistence.MappedSuperclass
            public abstract class NamedEntity extends BaseEntity {
                public String name;
            }
            """,
            "Owner",
            """
            package clinic;

            import jakarta.persistence.*;

            @Entity
            public class Owner extends NamedEntity {
                @OneToMany(cascade = CascadeType.ALL, mappedBy = "owner")
                public java.util.List<Pet> pets = new java.util.ArrayList<>();
            }
            """,
            "Pet",
            """
            package clinic;

            import jakarta.persistence.*;

            @Entity
            @Inheritance(strategy = InheritanceType.JOINED)
            public class Pet extends NamedEntity {
                @ManyToOne
                public Owner owner;

                @OneToMany(cascade = CascadeType.ALL)
                @JoinColumn(name = "pet_id")
                public java.util.List<Visit> visits = new java.util.ArrayList<>();
            }
            """,
            "Dog",
            """
            package clinic;

            @jakarta.persistence.Entity
            public class Dog extends Pet {
                public boolean barks = true;
            }
            """,
            "Visit",
            """
            package clinic;

            @jakarta.persistence.Entity
            public class Visit extends BaseEntity {
                public String reason;
            }
            """,
            "Day",
            """
            package clinic;

            public class Day implements java.util.function.Consumer<org.hibernate.Session> {
                public void accept(org.hibernate.Session session) {
                    Owner owner = new Owner();
                    for (Pet pet : new Pet[] {new Pet(), new Dog()}) {
                        pet.owner = owner;
                        pet.visits.add(new Visit());
                        owner.pets.add(pet);
                    }
                    session.persist(owner);
                }
            }
            """);

    @TempDir
    private Path directory;

    @Test
    void changingItAloneMovesTheWholeModel() throws Exception {
        TestDatabase database = TestDatabase.postgres();
        List<String> tables = List.of("Owner", "Pet", "Dog", "Visit");

        aDay(database, BASE_BEFORE, "create");
        Map<String, List<String>> before = ids(database, tables);
        assertThat(before.get("Pet")).containsExactly("1", "2");

        aDay(database, BASE_AFTER, "validate");
        Map<String, List<String>> after = ids(database, tables);
        for (String table : tables) {
            List<String> added = new ArrayList<>(after.get(table));
            assertThat(added)
                    .as(table)
                    .containsAll(before.get(table))
                    .hasSizeGreaterThan(before.get(table).size());
            added.removeAll(before.get(table));
            assertThat(added).as(table).allSatisfy(Keys::assertIsSnowflake);
        }
        assertThat(Database.rows(database, "SELECT count(*) FROM Pet p JOIN Owner o ON o.id = p.owner_id"))
                .containsExactly("4");
    }

    private static Map<String, List<String>> ids(TestDatabase database, List<String> tables) {
        Map<String, List<String>> ids = new TreeMap<>();
        tables.forEach(table -> ids.put(table, Database.rows(database, "SELECT id FROM " + table + " ORDER BY id")));
        return ids;
    }

    /** What the application does on a day, with this base class. */
    private void aDay(TestDatabase database, String base, String schemaAction) throws Exception {
        Path classes = Files.createTempDirectory(directory, "classes");
        compile(base, classes);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            Class<?>[] entities = new Class<?>[4];
            int i = 0;
            for (String name : List.of("Owner", "Pet", "Dog", "Visit")) {
                entities[i++] = loader.loadClass("clinic." + name);
            }
            @SuppressWarnings("unchecked")
            Consumer<Session> day = (Consumer<Session>)
                    loader.loadClass("clinic.Day").getConstructor().newInstance();
            try (SessionFactory factory = Unit.with(Keys.generator())
                    .on(database)
                    .classes(new ClassLoaderServiceImpl(loader))
                    .set("hibernate.hbm2ddl.auto", schemaAction)
                    .open(entities)) {
                factory.inTransaction(day);
            }
        }
    }

    private static void compile(String base, Path target) throws IOException {
        Map<String, String> sources = new TreeMap<>(MODEL);
        sources.put("BaseEntity", base);
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> arguments =
                new ArrayList<>(List.of("-proc:none", "-parameters", "-cp", classPath, "-d", target.toString()));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = target.resolve(source.getKey() + ".java");
            Files.writeString(file, source.getValue());
            arguments.add(file.toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .as("exit code of the compiler")
                .isZero();
    }
}

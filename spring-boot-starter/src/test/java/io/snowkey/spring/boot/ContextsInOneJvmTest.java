// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.registry.TestDatabase;
import io.snowkey.spring.boot.book.Book;
import io.snowkey.spring.boot.book.BookApplication;
import io.snowkey.spring.boot.book.Books;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.data.repository.CrudRepository;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;

/** Several application contexts in one JVM: at once, one after the other, stopped and started again, and cached. */
class ContextsInOneJvmTest {

    private final TestDatabase database = TestDatabase.h2().withSchema();
    private final Registry registry = Registry.in(database);

    @Test
    void holdALeaseEach() {
        try (ConfigurableApplicationContext one = start();
                ConfigurableApplicationContext two = start()) {
            assertThat(registry.rows()).hasSize(2).allSatisfy(row -> assertThat(row.get("holder"))
                    .isNotNull());
            assertThat(ids(one).workerId()).isNotEqualTo(ids(two).workerId());
        }
        assertThat(registry.rows())
                .allSatisfy(row -> assertThat(row.get("holder")).isNull());
    }

    /** What DevTools does: the application's classes are loaded anew, those of its libraries are not. */
    @Test
    void restartWithClassesLoadedAnew() throws Exception {
        List<Class<?>> entities = new ArrayList<>();
        for (int start = 0; start < 2; start++) {
            try (RestartLoader loader = new RestartLoader();
                    ConfigurableApplicationContext context = start(loader)) {
                Class<?> entity = loader.loadClass(Book.class.getName());
                entities.add(entity);
                Object book = entity.getConstructor(String.class).newInstance("Ulysses");
                Object books = context.getBean(loader.loadClass(Books.class.getName()));
                CrudRepository<Object, ?> repository = repository(books);
                repository.save(book);
            }
        }
        assertThat(entities.get(0)).isNotEqualTo(entities.get(1)).isNotEqualTo(Book.class);
        assertThat(registry.generation()).isEqualTo(2); // of one and the same worker id
        assertThat(registry.isHeld()).isFalse();
        assertThat(registry.jdbc().queryForObject("select count(distinct id) from book", Long.class))
                .isEqualTo(2);
    }

    @SuppressWarnings("unchecked")
    private static CrudRepository<Object, ?> repository(Object books) {
        return (CrudRepository<Object, ?>) books;
    }

    /** What a checkpoint does before the image is taken, and after it was restored, perhaps elsewhere and long after. */
    @Test
    void giveTheWorkerIdBackForACheckpointAndTakeOneAfterTheRestore() {
        try (ConfigurableApplicationContext context = start()) {
            long before = ids(context).nextId();
            context.stop();
            assertThat(registry.isHeld()).isFalse();
            context.start();
            assertThat(registry.isHeld()).isTrue();
            assertThat(registry.generation()).isEqualTo(2);
            assertThat(ids(context).nextId()).isGreaterThan(before);
        }
    }

    /** Two copies of one image would otherwise be two workers with one id. */
    @Test
    void leaveTheWorkerIdToOthersWhileTheyAreStopped() {
        try (ConfigurableApplicationContext image = start("--snowkey.worker-ids=7")) {
            image.stop();
            try (ConfigurableApplicationContext copy = start("--snowkey.worker-ids=7")) {
                assertThat(ids(copy).workerId()).isEqualTo(7);
            }
            image.start();
            assertThat(ids(image).workerId()).isEqualTo(7);
        }
        assertThat(registry.generation()).isEqualTo(3);
    }

    abstract static class CachedContext {

        private static final TestDatabase SHARED = TestDatabase.h2().withSchema();

        @DynamicPropertySource
        static void useTheDatabase(DynamicPropertyRegistry properties) {
            for (String property : Contexts.on(SHARED)) {
                String[] parts = property.split("=", 2);
                properties.add(parts[0], () -> parts[1]);
            }
        }
    }

    @SpringBootTest(classes = BookApplication.class, properties = "snowkey.instance=one")
    static class One extends CachedContext {}

    @SpringBootTest(classes = BookApplication.class, properties = "snowkey.instance=two")
    static class Two extends CachedContext {}

    /** A context that the cache pauses while another one is used gives its worker id back, and has one again afterwards. */
    @Test
    void areCachedByTheTestFrameworkWithoutALeaseTooMany() throws Exception {
        List<Long> issued = new ArrayList<>();
        List<ApplicationContext> used = new ArrayList<>();
        for (Class<?> test : List.of(One.class, Two.class, One.class, Two.class)) {
            TestContextManager tests = new TestContextManager(test);
            tests.beforeTestClass();
            tests.prepareTestInstance(test.getDeclaredConstructor().newInstance());
            ApplicationContext context = tests.getTestContext().getApplicationContext();
            issued.add(ids(context).nextId());
            used.add(context);
            assertThat(holders()).contains(ids(context).workerId());
            tests.afterTestClass();
        }
        assertThat(used.get(0)).isSameAs(used.get(2)).isNotSameAs(used.get(1));
        assertThat(issued).doesNotHaveDuplicates();
        assertThat(ids(used.get(0)).workerId()).isNotEqualTo(ids(used.get(1)).workerId());
        used.forEach(context -> ((ConfigurableApplicationContext) context).close());
        assertThat(holders()).isEmpty();
    }

    private static List<Long> holders() {
        return Registry.in(CachedContext.SHARED).rows().stream()
                .filter(row -> row.get("holder") != null)
                .map(row -> ((Number) row.get("worker_id")).longValue())
                .toList();
    }

    private ConfigurableApplicationContext start(String... arguments) {
        return application(BookApplication.class).run(arguments);
    }

    private ConfigurableApplicationContext start(ClassLoader loader) throws ClassNotFoundException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return application(loader.loadClass(BookApplication.class.getName()))
                    .resourceLoader(new DefaultResourceLoader(loader))
                    .run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private SpringApplicationBuilder application(Class<?> source) {
        return new SpringApplicationBuilder(source)
                .web(WebApplicationType.NONE)
                .properties(Contexts.on(database))
                .properties(Map.of("spring.jpa.hibernate.ddl-auto", "update"));
    }

    private static SnowflakeGenerator ids(ApplicationContext context) {
        return context.getBean(SnowflakeGenerator.class);
    }

    /** Loads the application's classes itself, and everything else by the loader of the libraries. */
    private static final class RestartLoader extends URLClassLoader {

        private static final String APPLICATION = BookApplication.class.getPackageName() + ".";

        RestartLoader() {
            super(
                    new URL[] {
                        BookApplication.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                    },
                    BookApplication.class.getClassLoader());
        }

        /**
         * Not as a {@code URLClassLoader} does: that closes the jar with the loader, under everybody who reads it by
         * its URL.
         */
        @Override
        public @Nullable InputStream getResourceAsStream(String name) {
            URL url = getResource(name);
            try {
                return url == null ? null : url.openStream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known != null) {
                    return known;
                }
                return name.startsWith(APPLICATION) ? findClass(name) : super.loadClass(name, resolve);
            }
        }
    }
}

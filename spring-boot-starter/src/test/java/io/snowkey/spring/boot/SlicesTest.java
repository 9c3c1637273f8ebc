// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.io.File;
import java.lang.annotation.Annotation;
import java.util.stream.Stream;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.TextForm;
import io.snowkey.spring.boot.book.Book;
import io.snowkey.spring.boot.book.BookApplication;
import io.snowkey.spring.boot.book.Books;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.annotation.AnnotationDescription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.relational.core.mapping.event.BeforeConvertCallback;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.TestPropertySource;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Boot's test slices, each with its real annotation, which has another name on Spring Boot 3.5: the test classes are made
 * here, of a class with a configuration and that annotation.
 */
class SlicesTest {

    private TestContext started;

    @AfterEach
    void stop() {
        if (started != null) {
            started.markApplicationContextDirty(DirtiesContext.HierarchyMode.EXHAUSTIVE);
        }
    }

    @ContextConfiguration(classes = BookApplication.class)
    @TestPropertySource(
            properties = {
                "spring.flyway.enabled=false",
                "spring.liquibase.enabled=false",
                "spring.jpa.hibernate.ddl-auto=create-drop"
            })
    public abstract static class OfBooks {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Controller.class)
    public static class WebApplication {}

    @ContextConfiguration(classes = WebApplication.class)
    @TestPropertySource(properties = {"spring.flyway.enabled=false", "spring.liquibase.enabled=false"})
    public abstract static class OfTheWeb {}

    @RestController
    public static class Controller {

        @GetMapping("/{id}")
        String path(@PathVariable @SnowflakeText(TextForm.BASE32) long id) {
            return Long.toString(id);
        }
    }

    record View(@SnowflakeText long id) {}

    @Test
    void dataJpaTestStoresAnEntity() throws Exception {
        ApplicationContext context = start(OfBooks.class, "data.jpa.test.autoconfigure", "orm.jpa", "DataJpaTest");
        Book stored = context.getBean(Books.class).saveAndFlush(new Book("Ulysses"));
        assertThat(stored.id())
                .isEqualTo(context.getBean(Books.class).findAll().get(0).id());
    }

    @Test
    void dataJdbcTestHasTheCallbackThatGivesAggregatesTheirKeys() throws Exception {
        ApplicationContext context = start(OfBooks.class, "data.jdbc.test.autoconfigure", "data.jdbc", "DataJdbcTest");
        assertThat(context.getBean(SnowflakeGenerator.class).nextId()).isPositive();
        @SuppressWarnings("unchecked") // it is one for each type
        BeforeConvertCallback<Object> callback =
                context.getBean("snowkeyBeforeConvertCallback", BeforeConvertCallback.class);
        assertThat(((Novel) callback.onBeforeConvert(new Novel(null))).id()).isPositive();
    }

    @Table("NOVEL")
    record Novel(@Id @io.snowkey.hibernate.SnowflakeId @Column("ID") Long id) {}

    @Test
    void jdbcTestHasAGenerator() throws Exception {
        ApplicationContext context = start(OfBooks.class, "jdbc.test.autoconfigure", "jdbc", "JdbcTest");
        assertThat(context.getBean(SnowflakeGenerator.class).nextId()).isPositive();
    }

    @Test
    void webMvcTestReadsIdsFromText() throws Exception {
        ApplicationContext context = start(OfTheWeb.class, "webmvc.test.autoconfigure", "web.servlet", "WebMvcTest");
        TypeDescriptor annotated = new TypeDescriptor(org.springframework.core.MethodParameter.forExecutable(
                Controller.class.getDeclaredMethod("path", long.class), 0));
        assertThat(context.getBean("mvcConversionService", ConversionService.class)
                        .convert("04W86BB0G4007", TypeDescriptor.valueOf(String.class), annotated))
                .isEqualTo(175928847299117063L);
        assertThat(written(context)).isEqualTo("{\"id\":\"7\"}");
    }

    @Test
    void jsonTestWritesIdsAsText() throws Exception {
        ApplicationContext context = start(OfTheWeb.class, "test.autoconfigure.json", "json", "JsonTest");
        assertThat(written(context)).isEqualTo("{\"id\":\"7\"}");
    }

    private static String written(ApplicationContext context) throws Exception {
        return Line.isEarlier()
                ? context.getBean(com.fasterxml.jackson.databind.ObjectMapper.class)
                        .writeValueAsString(new View(7))
                : context.getBean(tools.jackson.databind.ObjectMapper.class).writeValueAsString(new View(7));
    }

    static Stream<String> files() throws Exception {
        Resource[] files = new PathMatchingResourcePatternResolver()
                .getResources("file:src/main/resources/META-INF/spring/*.AutoConfigure*.imports");
        return Stream.of(files).map(file -> file.getFilename().replace(".imports", ""));
    }

    /** So that no name is misspelled: those that are not there belong to the other line, or to src/it. */
    @ParameterizedTest
    @MethodSource("files")
    void belongToAnAnnotationOfSpringBoot(String name) {
        boolean earlier =
                name.startsWith("org.springframework.boot.test.autoconfigure.") && !name.endsWith("AutoConfigureJson");
        boolean elsewhere =
                Stream.of("R2dbc", "Jooq", "WebFlux", "RestClient", "WebClient").anyMatch(name::endsWith) && !earlier;
        if (earlier == Line.isEarlier() && !elsewhere) {
            assertThat(ClassUtils.resolveClassName(name, null)).isAnnotation();
        }
    }

    /** The context of a test class that is made here. */
    private ApplicationContext start(Class<?> base, String module, String earlierPackage, String name)
            throws Exception {
        String slice = Line.isEarlier()
                ? "org.springframework.boot.test.autoconfigure." + earlierPackage + "." + name
                : "org.springframework.boot." + module + "." + name;
        Class<? extends Annotation> annotation =
                ClassUtils.resolveClassName(slice, null).asSubclass(Annotation.class);
        // No name of a test: a runner of tests would load what an earlier run on another line of Spring Boot left.
        String made = base.getName() + "With" + name + "Annotation";
        // Where Spring can read it, too.
        File classes = new File(
                base.getProtectionDomain().getCodeSource().getLocation().toURI());
        new ByteBuddy()
                .subclass(base)
                .name(made)
                .annotateType(AnnotationDescription.Builder.ofType(annotation).build())
                .make()
                .saveIn(classes);
        Class<?> test = ClassUtils.resolveClassName(made, null);
        assertThat(test).hasAnnotation(annotation);
        TestContextManager manager = new TestContextManager(test);
        ApplicationContext context = manager.getTestContext().getApplicationContext();
        started = manager.getTestContext();
        return context;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.data;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

import io.snowkey.SnowflakeLayout;
import io.snowkey.TextForm;
import io.snowkey.hibernate.SnowflakeId;
import io.snowkey.registry.TestDatabase;
import io.snowkey.spring.boot.Contexts;
import io.snowkey.spring.boot.Registry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.annotation.Id;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.data.jdbc.repository.config.AbstractJdbcConfiguration;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.MappedCollection;
import org.springframework.data.relational.core.mapping.RelationalMappingContext;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.repository.CrudRepository;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Aggregates of Spring Data JDBC. Their columns are named, for it makes names of its own in the default locale. */
class DataJdbcTest {

    private final TestDatabase database = TestDatabase.h2();
    private final ApplicationContextRunner contexts = Contexts.jdbc()
            .withConfiguration(AutoConfigurations.of(SnowkeyDataAutoConfiguration.class))
            .withPropertyValues(Contexts.on(database))
            .withUserConfiguration(DataJdbc.class);

    @Configuration(proxyBeanMethods = false)
    @EnableJdbcRepositories(considerNestedRepositories = true, basePackageClasses = DataJdbcTest.class)
    static class DataJdbc extends AbstractJdbcConfiguration {
        @Bean
        PlatformTransactionManager transactionManager(DataSource dataSource) {
            return new JdbcTransactionManager(dataSource);
        }
    }

    @Table("NOVEL")
    record Novel(@Id @SnowflakeId @Column("ID") Long id, @Column("TITLE") String title) {}

    interface Novels extends CrudRepository<Novel, Long> {}

    @Table("NOVEL")
    static class Primitive {
        @Id
        @SnowflakeId
        @Column("ID")
        private long id;
    }

    @Table("TALE")
    record Tale(@Id @SnowflakeId(text = TextForm.BASE62) @Column("ID") String id) {}

    @Table("NOVEL")
    record Big(@Id @SnowflakeId @Column("ID") BigInteger id) {}

    @Table("NOVEL")
    record Unfit(@Id @SnowflakeId @Column("ID") Double id) {}

    @Table("NUMBERED")
    record Numbered(@Id @Column("ID") Long id, @Column("TITLE") String title) {}

    @BeforeEach
    void createTables() {
        TestDatabase.execute(database.pool(1), "create table novel (id bigint primary key, title varchar(255))");
        TestDatabase.execute(database.pool(1), "create table tale (id varchar(11) primary key)");
        TestDatabase.execute(
                database.pool(1), "create table numbered (id bigint generated always as identity, title varchar(255))");
    }

    @Test
    void getTheirKeysFromTheLeaseAsTheyAreStored() {
        contexts.run(context -> {
            Novels novels = context.getBean(Novels.class);
            Iterable<Novel> stored = novels.saveAll(List.of(new Novel(null, "Ulysses"), new Novel(null, "Dubliners")));
            assertThat(stored).extracting(Novel::id).doesNotContainNull().doesNotHaveDuplicates();
            assertThat(stored).allSatisfy(novel -> {
                assertThat(novels.findById(novel.id())).contains(novel);
                assertThat(SnowflakeLayout.DEFAULT.decode(novel.id()).workerId())
                        .isEqualTo(Registry.in(database).workerId());
            });
        });
    }

    @Test
    void keepTheKeysThatTheyHave() {
        contexts.run(context -> {
            Novels novels = context.getBean(Novels.class);
            Novel stored = novels.save(new Novel(null, "Ulises"));
            novels.save(new Novel(stored.id(), "Ulysses"));
            assertThat(novels.findAll()).containsExactly(new Novel(stored.id(), "Ulysses"));
            Novel imported = context.getBean(JdbcAggregateTemplate.class).insert(new Novel(42L, "Imported"));
            assertThat(imported.id()).isEqualTo(42);
        });
        assertThat(Registry.in(database).number("issued")).isEqualTo(1);
    }

    @Test
    void mayHaveKeysOfOtherTypes() {
        contexts.run(context -> {
            JdbcAggregateTemplate aggregates = context.getBean(JdbcAggregateTemplate.class);
            assertThat(aggregates.insert(new Primitive()).id).isPositive();
            assertThat(aggregates.insert(new Tale(null)).id()).hasSize(11);
            assertThat(aggregates.insert(new Big(null)).id()).isPositive();
            assertThatIllegalStateException()
                    .isThrownBy(() -> aggregates.insert(new Unfit(null)))
                    .withMessageContaining("must be long, Long, BigInteger or String");
        });
    }

    @Test
    void areLeftAloneWithoutTheAnnotation() {
        contexts.run(context -> assertThat(context.getBean(JdbcAggregateTemplate.class)
                        .insert(new Numbered(null, "One"))
                        .id())
                .isEqualTo(1));
    }

    /** A second database means a second mapping context. */
    @Test
    void getTheirKeysBesideASecondMappingContextToo() {
        contexts.withBean("other", RelationalMappingContext.class, RelationalMappingContext::new)
                .run(context -> {
                    SnowflakeIdCallback callback = context.getBean(SnowflakeIdCallback.class);
                    assertThat(((Novel) callback.onBeforeConvert(new Novel(null, "Ulysses"))).id())
                            .isPositive();
                    assertThat(callback.onBeforeConvert(new Numbered(null, "One")))
                            .isEqualTo(new Numbered(null, "One"));
                    context.getBean("other", RelationalMappingContext.class).getRequiredPersistentEntity(Tale.class);
                    assertThat(((Tale) callback.onBeforeConvert(new Tale(null))).id())
                            .hasSize(11);
                });
    }

    @Table("SHELF")
    record Shelf(
            @Id @SnowflakeId @Column("ID") Long id,
            @MappedCollection(idColumn = "SHELF", keyColumn = "POSITION") List<Item> items,
            @MappedCollection(idColumn = "SHELF", keyColumn = "NAME") Map<String, Label> labels) {}

    @Table("ITEM")
    record Item(@Id @SnowflakeId @Column("ID") Long id, @Column("TITLE") String title) {}

    @Table("LABEL")
    static class Label {
        @Id
        @SnowflakeId
        @Column("ID")
        private Long id;
    }

    /** The annotation was ignored there, and the rows had no keys. */
    @Test
    void getTheirKeysInsideOfAnAggregate() {
        TestDatabase.execute(database.pool(1), "create table shelf (id bigint primary key)");
        TestDatabase.execute(
                database.pool(1),
                "create table item (id bigint primary key, title varchar(255), shelf bigint, position int)");
        TestDatabase.execute(
                database.pool(1), "create table label (id bigint primary key, shelf bigint, name varchar(255))");
        contexts.run(context -> {
            JdbcAggregateTemplate aggregates = context.getBean(JdbcAggregateTemplate.class);
            Item old = new Item(42L, "Dubliners");
            Shelf stored = aggregates.insert(
                    new Shelf(null, List.of(old, new Item(null, "Ulysses")), Map.of("top", new Label())));
            assertThat(stored.items()).extracting(Item::id).doesNotContainNull().contains(42L);
            assertThat(stored.labels().get("top").id).isPositive();
            Shelf found = aggregates.findById(stored.id(), Shelf.class);
            assertThat(found.items()).isEqualTo(stored.items());
            assertThat(found.labels().get("top").id).isEqualTo(stored.labels().get("top").id);
        });
    }
}

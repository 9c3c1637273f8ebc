// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import javax.sql.DataSource;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.registry.TestDatabase;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** Rows under Snowflake keys without an entity: the generator is a bean, and {@code nextId()} is all there is to it. */
class WithoutJpaTest {

    private final TestDatabase database = TestDatabase.h2();
    private final ApplicationContextRunner contexts = Contexts.jdbc().withPropertyValues(Contexts.on(database));

    @BeforeEach
    void createTable() {
        TestDatabase.execute(database.pool(1), "create table novel (id bigint primary key, title varchar(255))");
    }

    @Test
    void jdbcTemplate() {
        contexts.run(context -> {
            SnowflakeGenerator ids = context.getBean(SnowflakeGenerator.class);
            JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
            jdbc.update("insert into novel (id, title) values (?, ?)", ids.nextId(), "Ulysses");
            assertThatTheKeyIsOfTheLease();
        });
    }

    @Test
    void jooq() {
        contexts.run(context -> {
            SnowflakeGenerator ids = context.getBean(SnowflakeGenerator.class);
            DSLContext sql = DSL.using(context.getBean(DataSource.class), SQLDialect.H2);
            sql.insertInto(DSL.table("novel"), DSL.field("id"), DSL.field("title"))
                    .values(ids.nextId(), "Ulysses")
                    .execute();
            assertThatTheKeyIsOfTheLease();
        });
    }

    private void assertThatTheKeyIsOfTheLease() {
        Registry registry = Registry.in(database);
        long key = registry.jdbc().queryForObject("select id from novel", Long.class);
        assertThat(SnowflakeLayout.DEFAULT.decode(key).workerId()).isEqualTo(registry.workerId());
    }
}

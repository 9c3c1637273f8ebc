// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;

import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.snowkey.hibernate.Keys.assertIsSnowflake;
import static org.assertj.core.api.Assertions.assertThat;

/** The ways in which Hibernate stores entities, and the statements that they cost. */
class SessionTest {

    private final SessionFactory factory = Unit.with(Keys.generator()).open(Order.class, Line.class);

    @BeforeEach
    void forgetTheStatementsOfTheStart() {
        factory.getStatistics().clear();
    }

    @AfterEach
    void close() {
        factory.close();
    }

    @Test
    void persistCascadesWithOneStatementPerTable() {
        Order order = new Order(3);
        factory.inTransaction(session -> session.persist(order));

        assertIsSnowflake(order.id);
        order.lines.forEach(line -> assertIsSnowflake(line.id));
        assertThat(statements()).isEqualTo(2);
    }

    @Test
    void mergeOfNewEntitiesCascadesWithoutASelect() {
        Order merged = factory.fromTransaction(session -> session.merge(new Order(3)));

        assertIsSnowflake(merged.id);
        merged.lines.forEach(line -> assertIsSnowflake(line.id));
        assertThat(merged.lines).hasSize(3);
        assertThat(statements()).isEqualTo(2);
    }

    @Test
    void aKeyIsThereBeforeTheInsertIsSent() {
        factory.inTransaction(session -> {
            Order order = new Order(0);
            session.persist(order);
            assertIsSnowflake(order.id);
            assertThat(statements()).isZero();
        });
    }

    @Test
    void aStatelessSessionInsertsOne() {
        Order order = new Order(0);
        Stateless.insert(factory, order);

        assertIsSnowflake(order.id);
        assertThat(statements()).isEqualTo(1);
    }

    @Test
    void aStatelessSessionInsertsManyInBatches() {
        List<Order> orders = Stream.generate(() -> new Order(0)).limit(100).toList();
        Stateless.insertMultiple(factory, orders);

        orders.forEach(order -> assertIsSnowflake(order.id));
        assertThat(statements()).isEqualTo(1);
    }

    @Test
    void anInsertInHqlGivesKeys() {
        factory.inTransaction(session -> session.createMutationQuery("insert into ShopOrder (text) values ('a'), ('b')")
                .executeUpdate());

        List<Long> ids =
                factory.fromSession(session -> session.createSelectionQuery("select id from ShopOrder", Long.class)
                        .getResultList());
        assertThat(ids).hasSize(2).doesNotHaveDuplicates().allSatisfy(Keys::assertIsSnowflake);
    }

    private long statements() {
        return factory.getStatistics().getPrepareStatementCount();
    }

    @Entity(name = "ShopOrder")
    static class Order {
        @Id
        @SnowflakeId
        Long id;

        String text = "";

        @OneToMany(mappedBy = "order", cascade = CascadeType.ALL)
        List<Line> lines = new ArrayList<>();

        Order(int size) {
            for (int i = 0; i < size; i++) {
                Line line = new Line();
                line.order = this;
                lines.add(line);
            }
        }

        Order() {}
    }

    @Entity(name = "OrderLine")
    static class Line {
        @Id
        @SnowflakeId
        Long id;

        @ManyToOne
        Order order;
    }
}

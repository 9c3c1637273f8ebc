// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

import org.hibernate.PropertyValueException;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.snowkey.hibernate.Keys.assertIsSnowflake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Attributes that are not the id: what the Javadoc of the annotation says about them. */
class BesideIdTest {

    private final SessionFactory factory = Unit.with(Keys.generator()).open(Order.class, Imported.class);

    @AfterEach
    void close() {
        factory.close();
    }

    @Test
    void aValueThatWasSetIsRefusedAndNotReplaced() {
        assertThatThrownBy(() -> factory.inTransaction(session -> session.persist(numbered())))
                .isInstanceOf(PropertyValueException.class)
                .hasMessageContaining("would be replaced")
                .hasMessageContaining("@SnowflakeId(allowAssigned = true)")
                .hasMessageContaining(Order.class.getName() + ".number");
        assertThatThrownBy(() -> factory.inTransaction(session -> session.merge(numbered())))
                .isInstanceOf(PropertyValueException.class);
        assertThatThrownBy(() -> Stateless.insert(factory, numbered())).hasStackTraceContaining("would be replaced");
    }

    private static Order numbered() {
        Order order = new Order();
        order.number = 4711L;
        return order;
    }

    @Test
    void afterAMergeItIsThereWithTheFlush() {
        Order merged = factory.fromTransaction(session -> {
            Order copy = session.merge(new Order());
            assertThat(copy.number).isNull();
            session.flush();
            assertIsSnowflake(copy.number);
            return copy;
        });
        assertThat(stored(merged.id).number).isEqualTo(merged.number);
    }

    @Test
    void aValueThatWasSetIsKeptWhereThatIsAllowed() {
        Imported imported = new Imported();
        imported.number = 4711;
        Imported made = new Imported();
        factory.inTransaction(session -> {
            session.persist(imported);
            session.persist(made);
        });
        assertThat(imported.number).isEqualTo(4711);
        assertIsSnowflake(made.number);
    }

    @Test
    void aValueThatIsSetAfterwardsIsIgnoredOrStoredAsTheVersionHasIt() {
        Order order = new Order();
        factory.inTransaction(session -> {
            session.persist(order);
            session.flush();
            order.number = 4711L;
        });
        if (Keys.ONLY_ON_ATTRIBUTES) {
            assertThat(stored(order.id).number).isEqualTo(4711); // Hibernate 6 stores it
        } else {
            assertIsSnowflake(stored(order.id).number);
        }
    }

    @Test
    void theRowKeepsItsNumberWhenOthersChange() {
        Order order = new Order();
        factory.inTransaction(session -> session.persist(order));
        Order changed = factory.fromTransaction(session -> {
            Order detached = stored(order.id);
            detached.text = "changed";
            return session.merge(detached);
        });
        assertThat(changed.number).isEqualTo(order.number);
        assertThat(stored(order.id).number).isEqualTo(order.number);
        assertThat(stored(order.id).text).isEqualTo("changed");
    }

    @Test
    void theSameNewEntityMayBeTriedAgainOnceItIsUnset() {
        Order order = new Order();
        assertThatThrownBy(() -> factory.inTransaction(session -> {
                    session.persist(order);
                    session.flush();
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        order.id = null;
        order.number = null;
        order.version = null;
        factory.inTransaction(session -> session.persist(order));
        assertIsSnowflake(stored(order.id).number);
    }

    private Order stored(Long id) {
        return factory.fromSession(session -> session.find(Order.class, id));
    }

    @Entity(name = "BesideOrder")
    static class Order {
        @Id
        @SnowflakeId
        Long id;

        @SnowflakeId
        Long number;

        @Version
        Integer version;

        String text;
    }

    @Entity(name = "BesideImported")
    static class Imported {
        @Id
        @SnowflakeId
        Long id;

        @SnowflakeId(allowAssigned = true)
        long number;
    }
}

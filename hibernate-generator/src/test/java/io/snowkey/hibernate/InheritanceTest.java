// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.io.Serializable;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.MapsId;
import jakarta.persistence.OneToOne;

import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;

import static io.snowkey.hibernate.Keys.assertIsSnowflake;
import static io.snowkey.hibernate.Keys.persisted;
import static org.assertj.core.api.Assertions.assertThat;

class InheritanceTest {

    @Test
    void aBaseClassGivesKeysToAllEntitiesThatShareIt() {
        try (SessionFactory factory = Unit.with(Keys.generator()).open(Customer.class, Product.class)) {
            assertIsSnowflake(persisted(factory, new Customer()));
            assertIsSnowflake(persisted(factory, new Product()));
        }
    }

    @Test
    void aGenericBaseClassGivesKeysOfTheTypeThatAnEntityChooses() {
        try (SessionFactory factory = Unit.with(Keys.generator()).open(LongKeyed.class, TextKeyed.class)) {
            assertThat(persisted(factory, new LongKeyed())).isInstanceOf(Long.class);
            assertThat(persisted(factory, new TextKeyed())).isInstanceOf(String.class);
            assertIsSnowflake(persisted(factory, new LongKeyed()));
            assertIsSnowflake(persisted(factory, new TextKeyed()));
        }
    }

    @Test
    void everyInheritanceStrategyKeepsTheKeysOfItsRoot() {
        try (SessionFactory factory = Unit.with(Keys.generator())
                .open(
                        Single.class,
                        SingleSub.class,
                        Joined.class,
                        JoinedSub.class,
                        PerClass.class,
                        PerClassSub.class)) {
            assertIsSnowflake(persisted(factory, new Single()));
            assertIsSnowflake(persisted(factory, new SingleSub()));
            assertIsSnowflake(persisted(factory, new Joined()));
            assertIsSnowflake(persisted(factory, new JoinedSub()));
            assertIsSnowflake(persisted(factory, new PerClass()));
            assertIsSnowflake(persisted(factory, new PerClassSub()));
        }
    }

    @Test
    void aChildThatSharesItsParentsIdTakesItsKey() {
        try (SessionFactory factory = Unit.with(Keys.generator()).open(Customer.class, Address.class)) {
            Address address = new Address();
            address.customer = new Customer();
            factory.inTransaction(session -> {
                session.persist(address.customer);
                session.persist(address);
            });

            assertIsSnowflake(address.id);
            assertThat(address.id).isEqualTo(address.customer.id);
        }
    }

    @MappedSuperclass
    abstract static class Base {
        @Id
        @SnowflakeId
        Long id;
    }

    @MappedSuperclass
    abstract static class GenericBase<T extends Serializable> {
        @Id
        @SnowflakeId
        T id;
    }

    @Entity
    static class LongKeyed extends GenericBase<Long> {}

    @Entity
    static class TextKeyed extends GenericBase<String> {}

    @Entity
    static class Customer extends Base {}

    @Entity
    static class Product extends Base {}

    @Entity
    static class Address {
        @Id
        Long id;

        @MapsId
        @OneToOne
        Customer customer;
    }

    @Entity
    @Inheritance(strategy = InheritanceType.SINGLE_TABLE)
    static class Single extends Base {}

    @Entity
    static class SingleSub extends Single {}

    @Entity
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Joined extends Base {}

    @Entity
    static class JoinedSub extends Joined {}

    @Entity
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    static class PerClass extends Base {}

    @Entity
    static class PerClassSub extends PerClass {}
}

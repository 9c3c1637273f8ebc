// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Objects;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;

import io.snowkey.TextForm;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.JavaType;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.AbstractClassJavaType;
import org.hibernate.type.descriptor.jdbc.BigIntJdbcType;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.descriptor.jdbc.JdbcTypeIndicators;
import org.junit.jupiter.api.Test;

import static io.snowkey.hibernate.Keys.assertIsSnowflake;
import static io.snowkey.hibernate.Keys.persisted;
import static org.assertj.core.api.Assertions.assertThat;

class AttributeTypeTest {

    @Test
    void aBigInteger() {
        assertThat(persisted(new WithBigInteger())).isInstanceOfSatisfying(BigInteger.class, Keys::assertIsSnowflake);
    }

    @Test
    void aStringInEveryTextForm() {
        assertThat(persisted(new WithBase32())).isInstanceOfSatisfying(String.class, text -> assertThat(text)
                .hasSize(13)
                .satisfies(id -> assertIsSnowflake(TextForm.BASE32.parse(id))));
        assertThat(persisted(new WithBase62())).isInstanceOfSatisfying(String.class, text -> assertThat(text)
                .hasSize(11)
                .satisfies(id -> assertIsSnowflake(TextForm.BASE62.parse(id))));
    }

    @Test
    void aTypeOfTheApplication() {
        assertThat(persisted(new WithTypeOfItsOwn()))
                .isInstanceOfSatisfying(OrderId.class, id -> assertIsSnowflake(id.value()));
    }

    @Test
    void aRecordAsEmbeddedId() {
        assertThat(persisted(new WithRecord()))
                .isInstanceOfSatisfying(RecordId.class, id -> assertIsSnowflake(id.number()));
    }

    @Test
    void aRecordWhoseComponentsAreCalledLikeGetters() {
        assertThat(persisted(new WithGetaway())).isInstanceOfSatisfying(GetawayId.class, id -> {
            assertIsSnowflake(id.issue());
            assertIsSnowflake(id.island());
            assertIsSnowflake(id.getaway());
        });
    }

    @Test
    void aPartOfAnEmbeddedIdBesideAnAssignedOne() {
        assertThat(persisted(new WithEmbedded())).isInstanceOfSatisfying(EmbeddedKey.class, id -> {
            assertIsSnowflake(id.number);
            assertThat(id.region).isEqualTo("eu");
        });
    }

    @Test
    void aPartOfAnIdClass() {
        assertThat(persisted(new WithIdClass())).isInstanceOfSatisfying(LineKey.class, id -> {
            assertIsSnowflake(id.number);
            assertThat(id.region).isEqualTo("eu");
        });
    }

    @Test
    void aFieldThatTheApplicationCannotWrite() {
        // What Kotlin makes of "val id: Long = 0".
        WithFinalField entity = new WithFinalField(0);
        Object id = persisted(entity);

        assertIsSnowflake(id);
        assertThat(entity.getId()).isEqualTo(id);
    }

    @Test
    void anAttributeThatIsNotTheId() {
        try (SessionFactory factory = Unit.with(Keys.generator()).open(WithOrderNumber.class)) {
            WithOrderNumber order = new WithOrderNumber();
            persisted(factory, order);
            assertIsSnowflake(order.orderNumber);
            assertThat(order.orderNumber).isNotEqualTo(order.id);

            WithOrderNumber updated = factory.fromTransaction(session -> {
                WithOrderNumber found = session.find(WithOrderNumber.class, order.id);
                found.text = "changed";
                return found;
            });
            assertThat(updated.orderNumber).isEqualTo(order.orderNumber);
        }
    }

    @Entity
    static class WithBigInteger {
        @Id
        @SnowflakeId
        BigInteger id;
    }

    @Entity
    static class WithBase32 {
        @Id
        @SnowflakeId(text = TextForm.BASE32)
        @Column(length = 13)
        String id;
    }

    @Entity
    static class WithBase62 {
        @Id
        @SnowflakeId(text = TextForm.BASE62)
        @Column(length = 11)
        String id;
    }

    record OrderId(long value) implements Serializable {}

    static final class OrderIdJavaType extends AbstractClassJavaType<OrderId> {
        private static final long serialVersionUID = 1;

        public OrderIdJavaType() {
            super(OrderId.class);
        }

        @Override
        public JdbcType getRecommendedJdbcType(JdbcTypeIndicators indicators) {
            return BigIntJdbcType.INSTANCE;
        }

        @Override
        public <X> X unwrap(OrderId value, Class<X> type, WrapperOptions options) {
            return value == null ? null : type.cast(value.value());
        }

        @Override
        public <X> OrderId wrap(X value, WrapperOptions options) {
            return value == null || value instanceof OrderId
                    ? (OrderId) value
                    : new OrderId(((Number) value).longValue());
        }
    }

    @Entity
    static class WithTypeOfItsOwn {
        @Id
        @SnowflakeId
        @JavaType(OrderIdJavaType.class)
        OrderId id;
    }

    @Embeddable
    record RecordId(@SnowflakeId Long number) {}

    @Entity
    static class WithRecord {
        @EmbeddedId
        RecordId id;
    }

    @Embeddable
    record GetawayId(@SnowflakeId Long issue, @SnowflakeId Long island, @SnowflakeId Long getaway) {}

    @Entity
    static class WithGetaway {
        @EmbeddedId
        GetawayId id;
    }

    @Embeddable
    static class EmbeddedKey implements Serializable {
        @SnowflakeId
        Long number;

        String region = "eu";

        @Override
        public boolean equals(Object other) {
            return other instanceof EmbeddedKey that
                    && Objects.equals(that.number, number)
                    && that.region.equals(region);
        }

        @Override
        public int hashCode() {
            return Objects.hash(number, region);
        }
    }

    @Entity
    static class WithEmbedded {
        @EmbeddedId
        EmbeddedKey id = new EmbeddedKey();
    }

    static class LineKey implements Serializable {
        Long number;
        String region;

        @Override
        public boolean equals(Object other) {
            return other instanceof LineKey that && Objects.equals(that.number, number) && that.region.equals(region);
        }

        @Override
        public int hashCode() {
            return Objects.hash(number, region);
        }
    }

    @Entity
    @IdClass(LineKey.class)
    static class WithIdClass {
        @Id
        @SnowflakeId
        Long number;

        @Id
        String region = "eu";
    }

    @Entity
    static class WithFinalField {
        @Id
        @SnowflakeId
        private final long id;

        WithFinalField(long id) {
            this.id = id;
        }

        WithFinalField() {
            this(0);
        }

        public final long getId() {
            return id;
        }
    }

    @Entity
    static class WithOrderNumber {
        @Id
        @SnowflakeId
        long id;

        @SnowflakeId
        String orderNumber;

        String text;
    }
}

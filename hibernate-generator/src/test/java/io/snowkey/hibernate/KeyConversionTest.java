// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import io.snowkey.TextForm;
import org.hibernate.MappingException;
import org.hibernate.type.BasicType;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.AbstractClassJavaType;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.descriptor.jdbc.BigIntJdbcType;
import org.hibernate.type.internal.BasicTypeImpl;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Types of an application: what they make of an id has to be a value of the attribute. */
class KeyConversionTest {

    @Test
    void whatWrapsALongIsTaken() {
        assertThat(KeyConversion.ofSnowflakes(attribute(new OrderIdJavaType(Wraps.VALUE)), TextForm.DECIMAL)
                        .apply(42L))
                .isEqualTo(new OrderId(42));
    }

    @Test
    void whatGivesNullIsRefused() {
        refused(Wraps.NULL);
    }

    @Test
    void whatGivesAnotherTypeIsRefused() {
        refused(new OfAnotherType<>(OrderId.class));
    }

    @Test
    void whatThrowsIsRefused() {
        refused(Wraps.THROWS);
    }

    private static void refused(Wraps wraps) {
        refused(new OrderIdJavaType(wraps));
    }

    private static void refused(JavaType<OrderId> javaType) {
        assertThatThrownBy(() -> KeyConversion.ofSnowflakes(attribute(javaType), TextForm.DECIMAL))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("Order.id")
                .hasMessageContaining("wrap does not take the Long 9223372036854775807");
    }

    private static KeyAttribute attribute(JavaType<OrderId> javaType) {
        BasicType<OrderId> type = new BasicTypeImpl<>(javaType, BigIntJdbcType.INSTANCE);
        return new KeyAttribute("Order", "id", OrderId.class, type, null);
    }

    record OrderId(long value) {}

    private enum Wraps {
        VALUE,
        NULL,
        THROWS
    }

    private static final class OrderIdJavaType extends AbstractClassJavaType<OrderId> {

        private static final long serialVersionUID = 1;
        private final Wraps wraps;

        OrderIdJavaType(Wraps wraps) {
            super(OrderId.class);
            this.wraps = wraps;
        }

        @Override
        public <X> X unwrap(OrderId value, Class<X> type, WrapperOptions options) {
            return type.cast(value.value());
        }

        @Override
        public <X> OrderId wrap(X value, WrapperOptions options) {
            return switch (wraps) {
                case VALUE -> new OrderId((Long) value);
                case NULL -> null;
                case THROWS -> throw new IllegalArgumentException("not a long");
            };
        }
    }

    /** Generic, so that nothing but the conversion looks at what it gives. */
    private static final class OfAnotherType<T> extends AbstractClassJavaType<T> {

        private static final long serialVersionUID = 1;

        OfAnotherType(Class<T> type) {
            super(type);
        }

        @Override
        public <X> X unwrap(T value, Class<X> type, WrapperOptions options) {
            return type.cast(value);
        }

        @Override
        @SuppressWarnings("unchecked")
        public <X> T wrap(X value, WrapperOptions options) {
            return (T) "another type";
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import io.snowkey.TextForm;
import org.hibernate.MappingException;
import org.hibernate.type.BasicType;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.AbstractClassJavaType;
import org.hibernate.type.descriptor.jdbc.BigIntJdbcType;
import org.hibernate.type.internal.BasicTypeImpl;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Types of an application: what they make of an id has to be a value of the attribute. */
class KeyConversionTest {

    @Test
    void whatWrapsALongIsTaken() {
        assertThat(KeyConversion.ofSnowflakes(attribute(Wraps.VALUE), TextForm.DECIMAL)
                        .apply(42L))
                .isEqualTo(new OrderId(42));
    }

    @Test
    void whatGivesNullIsRefused() {
        refused(Wraps.NULL);
    }

    @Test
    void whatThrowsIsRefused() {
        refused(Wraps.THROWS);
    }

    private static void refused(Wraps wraps) {
        assertThatThrownBy(() -> KeyConversion.ofSnowflakes(attribute(wraps), TextForm.DECIMAL))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("Order.id")
                .hasMessageContaining("wrap does not take the Long 9223372036854775807");
    }

    private static KeyAttribute attribute(Wraps wraps) {
        BasicType<OrderId> type = new BasicTypeImpl<>(new OrderIdJavaType(wraps), BigIntJdbcType.INSTANCE);
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
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.lang.reflect.Member;

import org.hibernate.HibernateException;
import org.hibernate.dialect.H2Dialect;
import org.hibernate.mapping.Property;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MappedKeysTest {

    private final MappedKeys keys = new MappedKeys();

    @Test
    void anIdIsSeenForOneEntityAndOneKind() throws NoSuchFieldException {
        Member id = Base.class.getDeclaredField("id");
        keys.seen(KeyType.SNOWFLAKE, "Order", id, null);

        assertThat(keys.isSeenOnId(KeyType.SNOWFLAKE, "Order", id)).isTrue();
        assertThat(keys.isSeenOnId(KeyType.SNOWFLAKE, "Invoice", id)).isFalse();
        assertThat(keys.isSeenOnId(KeyType.FLAKE, "Order", id)).isFalse();
        assertThat(keys.isSeenOnId(KeyType.SNOWFLAKE, "Order", Base.class.getDeclaredField("other")))
                .isFalse();
    }

    @Test
    void aPropertyIsSeenAndNotOneThatLooksLikeIt() throws NoSuchFieldException {
        Property one = new Property();
        one.setName("number");
        Property other = new Property();
        other.setName("number");
        keys.seen(KeyType.SNOWFLAKE, "Order", Base.class.getDeclaredField("id"), one);

        assertThat(keys.isSeenOn(one)).isTrue();
        assertThat(keys.isSeenOn(other)).isFalse();
    }

    @Test
    void beforeAFactoryOpensThereAreNoKeys() {
        assertThatThrownBy(keys::snowflakes)
                .isInstanceOf(HibernateException.class)
                .hasMessageContaining("before a SessionFactory was built");
        assertThatThrownBy(keys::flakes).isInstanceOf(HibernateException.class);
    }

    @Test
    void theyAreNothingToTheDatabase() {
        assertThat(keys.appliesToDialect(new H2Dialect())).isFalse();
        assertThat(keys.sqlCreateStrings(null)).isEmpty();
        assertThat(keys.sqlDropStrings(null)).isEmpty();
    }

    static class Base {
        Long id;
        Long other;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import org.hibernate.SessionFactory;
import org.hibernate.Version;

import static org.assertj.core.api.Assertions.assertThat;

/** A generator for tests, and how to tell its keys from those of any other. */
final class Keys {

    static final int WORKER = 7;

    /** Hibernate 6 looks for generator annotations on attributes only, and not on classes and packages. */
    static final boolean ONLY_ON_ATTRIBUTES = Version.getVersionString().startsWith("6.");

    /** Hibernate 8 has no annotation any more that gives a generator its name. */
    static final boolean NAMES_ONLY_IN_XML = Version.getVersionString().startsWith("8.");

    private Keys() {}

    static SnowflakeGenerator generator() {
        return SnowflakeGenerator.builder().workerId(WORKER).build();
    }

    static void assertIsSnowflake(Object key) {
        long id = Long.parseLong(key.toString());
        assertThat(id).isGreaterThan(1L << 40);
        assertThat(SnowflakeLayout.DEFAULT.decode(id).workerId()).isEqualTo(WORKER);
    }

    /** Stores the entity, reads it back by its key, and gives the key. */
    static Object persisted(SessionFactory factory, Object entity) {
        factory.inTransaction(session -> session.persist(entity));
        Object id = factory.getPersistenceUnitUtil().getIdentifier(entity);
        assertThat(factory.<Object>fromSession(session -> session.find(entity.getClass(), id)))
                .isNotNull();
        return id;
    }

    static Object persisted(Object entity) {
        try (SessionFactory factory = Unit.with(generator()).open(entity.getClass())) {
            return persisted(factory, entity);
        }
    }
}

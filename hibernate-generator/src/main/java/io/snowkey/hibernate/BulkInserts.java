// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.stream.Stream;

import org.hibernate.boot.Metadata;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.H2Dialect;
import org.hibernate.dialect.MySQLDialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.generator.Generator;
import org.hibernate.mapping.Component;
import org.hibernate.mapping.GeneratorCreator;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.SimpleValue;

/** Makes {@code insert … select} in HQL give keys, where Hibernate asks a generator for them row by row. */
final class BulkInserts {

    /** Of Hibernate: how it inserts many rows, if not as the dialect has it. */
    private static final String STRATEGY = "hibernate.query.insert_strategy";

    private BulkInserts() {}

    /** Before the factory makes its generators. */
    static void prepare(Metadata metadata, SessionFactoryImplementor factory) {
        Dialect dialect = metadata.getDatabase().getDialect();
        // By temporary tables. Others, such as PostgreSQL's, want keys from inside the database.
        boolean asksForEachRow = dialect instanceof H2Dialect
                || dialect instanceof MySQLDialect // and MariaDB's
                || factory.getProperties().get(STRATEGY) != null;
        if (!asksForEachRow || !isSinceHibernate7()) {
            return;
        }
        for (PersistentClass entity : metadata.getEntityBindings()) {
            if (entity.getSuperclass() == null
                    && entity.getIdentifier() instanceof SimpleValue id
                    && !(id instanceof Component)) {
                wrap(id);
            }
        }
    }

    private static boolean isSinceHibernate7() {
        return Stream.of(SimpleValue.class.getMethods())
                .anyMatch(method -> method.getName().equals("setCustomIdGeneratorCreator")
                        && method.getParameterTypes()[0] == GeneratorCreator.class);
    }

    private static void wrap(SimpleValue id) {
        GeneratorCreator creator = id.getCustomIdGeneratorCreator();
        if (creator == null || creator.isAssigned() || creator instanceof Bulk) {
            return;
        }
        id.setCustomIdGeneratorCreator((Bulk) context -> {
            Generator generator = creator.createGenerator(context);
            return generator instanceof KeyGenerator ours && ours.isPrepared() ? new BulkKeyGenerator(ours) : generator;
        });
    }

    /** A creator that is ours. */
    private interface Bulk extends GeneratorCreator {}
}

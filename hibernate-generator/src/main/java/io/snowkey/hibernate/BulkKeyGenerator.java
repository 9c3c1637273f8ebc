// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import org.hibernate.boot.model.relational.Database;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.generator.EventType;
import org.hibernate.id.BulkInsertionCapableIdentifierGenerator;
import org.hibernate.id.OptimizableGenerator;
import org.hibernate.id.enhanced.Optimizer;
import org.jspecify.annotations.Nullable;

/**
 * A generator that also serves {@code insert … select} in HQL. Hibernate puts the rows into a temporary table then, and
 * asks for a key for each.
 *
 * <p>Not every generator of ours is one of these. It has to be configurable, and Hibernate 6.6 breaks on a configurable
 * generator inside an {@code @IdClass}. Attributes that are not the id must not have one either.
 */
final class BulkKeyGenerator extends KeyGenerator
        implements OptimizableGenerator, BulkInsertionCapableIdentifierGenerator {

    BulkKeyGenerator(KeyGenerator generator) {
        super(generator);
    }

    /** Not inside the database. */
    @Override
    public boolean supportsBulkInsertionIdentifierGeneration() {
        return false;
    }

    /** No sequence of a database is behind it. */
    @Override
    public @Nullable Optimizer getOptimizer() {
        return null;
    }

    @Override
    public Object generate(SharedSessionContractImplementor session, Object owner) {
        return generate(session, owner, null, EventType.INSERT);
    }

    @Override
    public void registerExportables(Database database) {}
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A dialect with another clock, or with other texts for some statements. It does not ask whether commits are durable.
 */
record ChangedDialect(Dialect sound, String clock, Map<RegistryStatement, UnaryOperator<String>> changes)
        implements Dialect {

    /** Changes the text of a statement. */
    static Dialect with(Dialect sound, RegistryStatement statement, UnaryOperator<String> change) {
        return new ChangedDialect(sound, sound.clock(), Map.of(statement, change));
    }

    /** Replaces a text in a statement. It fails if the text is not there. */
    static Dialect replacing(Dialect sound, RegistryStatement statement, String text, String instead) {
        return with(sound, statement, sql -> {
            if (!sql.contains(text)) {
                throw new IllegalStateException("'" + text + "' is not in " + statement + ": " + sql);
            }
            return sql.replace(text, instead);
        });
    }

    static Dialect withClock(Dialect sound, String clock) {
        return new ChangedDialect(sound, clock, Map.of());
    }

    @Override
    public List<String> products() {
        return sound.products();
    }

    @Override
    public String sql(RegistryStatement statement) {
        return changes.getOrDefault(statement, text -> text).apply(sound.sql(statement));
    }

    @Override
    public boolean recordsWhileTaking() {
        return sound.recordsWhileTaking();
    }

    @Override
    public RenewalForm renewal() {
        return sound.renewal();
    }

    @Override
    public String fromDual() {
        return sound.fromDual();
    }

    @Override
    public String greatest() {
        return sound.greatest();
    }

    @Override
    public String parameter(String type) {
        return sound.parameter(type);
    }

    @Override
    public String sqlState(SQLException e) {
        return sound.sqlState(e);
    }

    @Override
    public Commit commit() {
        return sound.commit();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.util.function.LongFunction;

/** Where the key of a row comes from. */
enum KeySource {
    ASSIGNED("assigned (floor)", Rows.AssignedRow.class, Rows.AssignedRow::new),
    SNOWKEY("Snowkey", Rows.SnowkeyRow.class, n -> new Rows.SnowkeyRow()),
    TSID("@Tsid", Rows.TsidRow.class, n -> new Rows.TsidRow()),
    /** It brings no annotation for JPA, so the application assigns the key. */
    COSID("CosId, assigned", Rows.CosIdRow.class, n -> new Rows.CosIdRow()),
    UUID_V7("UUID v7", Rows.UuidV7Row.class, n -> new Rows.UuidV7Row()),
    UUID_V4("UUID v4", Rows.UuidV4Row.class, n -> new Rows.UuidV4Row()),
    SEQUENCE_50("SEQUENCE, 50", Rows.Sequence50Row.class, n -> new Rows.Sequence50Row()),
    TABLE_50("TABLE, 50", Rows.Table50Row.class, n -> new Rows.Table50Row()),
    SEQUENCE_1("SEQUENCE, 1", Rows.Sequence1Row.class, n -> new Rows.Sequence1Row()),
    IDENTITY("IDENTITY", Rows.IdentityRow.class, n -> new Rows.IdentityRow());

    private final String label;
    private final Class<?> entity;

    @SuppressWarnings("ImmutableEnumChecker") // it holds nothing: each call makes a new row
    private final LongFunction<Object> row;

    KeySource(String label, Class<?> entity, LongFunction<Object> row) {
        this.label = label;
        this.entity = entity;
        this.row = row;
    }

    String label() {
        return label;
    }

    /** In which rounds it takes part: every 1st, 4th or 20th. Slow sources need a long time for one turn. */
    int rounds() {
        return switch (this) {
            case ASSIGNED, SNOWKEY, TSID, COSID -> 1;
            case UUID_V7, UUID_V4, SEQUENCE_50, TABLE_50 -> 4;
            case SEQUENCE_1, IDENTITY -> 20;
        };
    }

    Class<?> entity() {
        return entity;
    }

    /** The n-th row. */
    Object row(long n) {
        return row.apply(n);
    }
}

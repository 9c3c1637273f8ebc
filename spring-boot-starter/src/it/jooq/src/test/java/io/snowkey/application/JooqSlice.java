// SPDX-License-Identifier: Apache-2.0
package io.snowkey.application;

import io.snowkey.SnowflakeGenerator;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a test slice for jOOQ is to have: a leased generator. */
public abstract class JooqSlice {

    private static final Table<Record> NOVEL = DSL.table(DSL.name("NOVEL"));

    @Test
    void storesARowUnderALeasedKey(@Autowired DSLContext database, @Autowired SnowflakeGenerator ids) {
        long key = ids.nextId();
        database.insertInto(NOVEL, DSL.field(DSL.name("ID"), Long.class))
                .values(key)
                .execute();
        Assertions.assertEquals(
                key,
                database.select(DSL.field(DSL.name("ID"), Long.class))
                        .from(NOVEL)
                        .fetchOne(0));
        Assertions.assertEquals(1, database.fetchCount(DSL.table(DSL.name("SNOWKEY_WORKER_STATUS"))));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.frameworks.jooq;

import java.util.List;

import io.snowkey.SnowflakeGenerator;
import org.jooq.RecordContext;
import org.jooq.RecordListener;
import org.jooq.TableField;
import org.jooq.UpdatableRecord;

/** Gives records their key as they are inserted, if it is a {@code bigint} that nobody has set. */
public final class SnowflakeKeys implements RecordListener {

    private final SnowflakeGenerator ids;

    public SnowflakeKeys(SnowflakeGenerator ids) {
        this.ids = ids;
    }

    @Override
    public void insertStart(RecordContext context) {
        if (context.record() instanceof UpdatableRecord<?> row) {
            List<? extends TableField<?, ?>> key =
                    row.getTable().getPrimaryKey().getFields();
            if (key.size() == 1 && key.get(0).getType() == Long.class && row.get(key.get(0)) == null) {
                row.set(key.get(0).coerce(Long.class), ids.nextId());
            }
        }
    }
}

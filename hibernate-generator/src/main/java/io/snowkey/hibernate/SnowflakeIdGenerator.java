// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import io.snowkey.TextForm;
import org.hibernate.generator.AnnotationBasedGenerator;

/** What stands behind {@link SnowflakeId}. Public because Hibernate creates it by reflection; not for use otherwise. */
// Hibernate 8 looks for the interface on this very class.
public final class SnowflakeIdGenerator extends AnnotatedKeyGenerator<SnowflakeId>
        implements AnnotationBasedGenerator<SnowflakeId> {

    /** For Hibernate. */
    public SnowflakeIdGenerator() {
        super(KeyType.SNOWFLAKE);
    }

    @Override
    TextForm text(SnowflakeId annotation) {
        return annotation.text();
    }

    @Override
    boolean allowAssigned(SnowflakeId annotation) {
        return annotation.allowAssigned();
    }
}

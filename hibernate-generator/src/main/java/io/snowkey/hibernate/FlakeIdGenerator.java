// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import io.snowkey.TextForm;
import org.hibernate.generator.AnnotationBasedGenerator;

/** What stands behind {@link FlakeId}. Public because Hibernate creates it by reflection; not for use otherwise. */
// Hibernate 8 looks for the interface on this very class.
public final class FlakeIdGenerator extends AnnotatedKeyGenerator<FlakeId>
        implements AnnotationBasedGenerator<FlakeId> {

    /** For Hibernate. */
    public FlakeIdGenerator() {
        super(KeyType.FLAKE);
    }

    @Override
    TextForm text(FlakeId annotation) {
        return TextForm.DECIMAL; // of no meaning here: flakes have one text form only
    }

    @Override
    boolean allowAssigned(FlakeId annotation) {
        return annotation.allowAssigned();
    }
}

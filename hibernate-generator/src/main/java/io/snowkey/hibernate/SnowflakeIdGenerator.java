// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;

import org.hibernate.generator.AnnotationBasedGenerator;
import org.hibernate.generator.GeneratorCreationContext;
import org.hibernate.mapping.Property;
import org.jspecify.annotations.Nullable;

/** What stands behind {@link SnowflakeId}. Public because Hibernate creates it by reflection; not for use otherwise. */
public final class SnowflakeIdGenerator extends KeyGenerator implements AnnotationBasedGenerator<SnowflakeId> {

    /** For Hibernate. */
    public SnowflakeIdGenerator() {}

    // Hibernate 6.6 calls this one and nothing else; later versions get here through the default of its successor.
    @SuppressWarnings("removal")
    @Override
    public void initialize(SnowflakeId annotation, Member member, GeneratorCreationContext context) {
        bind(attribute(member, context), context.getServiceRegistry());
    }

    private static KeyAttribute attribute(Member member, GeneratorCreationContext context) {
        Class<?> javaType = member instanceof Method getter ? getter.getReturnType() : ((Field) member).getType();
        @Nullable Property property = context.getProperty();
        String name = property != null ? property.getName() : member.getName();
        return new KeyAttribute(context.getPersistentClass().getEntityName(), name, javaType, null, null);
    }
}

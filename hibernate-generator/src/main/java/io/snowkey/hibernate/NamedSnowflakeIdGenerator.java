// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.Properties;

import io.snowkey.TextForm;
import org.hibernate.generator.GeneratorCreationContext;
import org.hibernate.id.Configurable;
import org.hibernate.id.IdentifierGenerator;
import org.hibernate.id.PersistentIdentifierGenerator;
import org.hibernate.mapping.Property;
import org.hibernate.service.ServiceRegistry;
import org.hibernate.type.Type;

/**
 * What stands behind {@code @GeneratedValue(generator = "snowflake")}: keys as with {@link SnowflakeId} and its defaults.
 * Public because Hibernate creates it by reflection;
 * not for use otherwise.
 */
public final class NamedSnowflakeIdGenerator extends KeyGenerator implements Configurable {

    /** The name under which every persistence unit knows this generator. */
    static final String NAME = "snowflake";

    /** For Hibernate. */
    public NamedSnowflakeIdGenerator() {}

    /** Hibernate 7 and later. */
    @Override
    public void configure(GeneratorCreationContext context, Properties parameters) {
        Property property = context.getProperty();
        Type type = context.getType();
        KeyAttribute attribute = new KeyAttribute(
                context.getPersistentClass().getEntityName(),
                property != null ? property.getName() : column(parameters),
                type.getReturnedClass(),
                type,
                context.getValue());
        bind(attribute, context.getServiceRegistry().requireService(UnitIds.class), TextForm.DECIMAL, false);
    }

    /** Earlier versions. They do not tell the attribute, so messages name its column. */
    @SuppressWarnings("removal")
    @Override
    public void configure(Type type, Properties parameters, ServiceRegistry services) {
        String entity = parameters.getProperty(IdentifierGenerator.ENTITY_NAME, "entity unknown");
        KeyAttribute attribute = new KeyAttribute(entity, column(parameters), type.getReturnedClass(), type, null);
        bind(attribute, services.requireService(UnitIds.class), TextForm.DECIMAL, false);
    }

    private static String column(Properties parameters) {
        return parameters.getProperty(PersistentIdentifierGenerator.PK, "id");
    }
}

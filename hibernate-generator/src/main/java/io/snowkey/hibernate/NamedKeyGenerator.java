// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;

import io.snowkey.TextForm;
import org.hibernate.boot.model.relational.Database;
import org.hibernate.boot.model.relational.ExportableProducer;
import org.hibernate.generator.GeneratorCreationContext;
import org.hibernate.id.Configurable;
import org.hibernate.id.IdentifierGenerator;
import org.hibernate.id.PersistentIdentifierGenerator;
import org.hibernate.mapping.Property;
import org.hibernate.service.ServiceRegistry;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/** A generator that is asked for by a name, and configured with parameters instead of an annotation. */
abstract sealed class NamedKeyGenerator extends KeyGenerator implements Configurable, ExportableProducer
        permits NamedSnowflakeIdGenerator, NamedFlakeIdGenerator {

    static final String ALLOW_ASSIGNED = "allowAssigned";
    static final String TEXT = "text";

    private transient @Nullable KeyAttribute attribute;
    private transient @Nullable TextForm text;

    NamedKeyGenerator(KeyType keyType) {
        super(keyType);
    }

    /** Hibernate 7 and later. */
    @Override
    public final void configure(GeneratorCreationContext context, Properties parameters) {
        Property property = context.getProperty();
        Type type = context.getType();
        configure(
                new KeyAttribute(
                        context.getPersistentClass().getEntityName(),
                        property != null ? property.getName() : column(parameters),
                        type.getReturnedClass(),
                        type,
                        context.getValue()),
                parameters);
    }

    /** Earlier versions. They do not tell the attribute, so messages name its column. */
    @SuppressWarnings("removal")
    @Override
    public final void configure(Type type, Properties parameters, ServiceRegistry services) {
        String entity = parameters.getProperty(IdentifierGenerator.ENTITY_NAME, "entity unknown");
        configure(new KeyAttribute(entity, column(parameters), type.getReturnedClass(), type, null), parameters);
    }

    private void configure(KeyAttribute configured, Properties parameters) {
        TextForm form = text(configured, parameters);
        prepare(configured, form, allowed(configured, parameters));
        attribute = configured;
        text = form;
    }

    /** Called after that by all versions; those before 7 have not said before which mappings it belongs to. */
    @Override
    public final void registerExportables(Database database) {
        if (attribute != null && text != null) {
            join(MappedKeys.of(database), attribute, text);
        }
    }

    private static TextForm text(KeyAttribute attribute, Properties parameters) {
        String value = parameters.getProperty(TEXT, TextForm.DECIMAL.name());
        try {
            return TextForm.valueOf(value.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw attribute.refused(
                    "parameter '" + TEXT + "' is '" + value + "': must be one of " + Arrays.toString(TextForm.values()),
                    unknown);
        }
    }

    private static boolean allowed(KeyAttribute attribute, Properties parameters) {
        String value = parameters.getProperty(ALLOW_ASSIGNED, "false");
        return switch (value.strip()) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw attribute.refused("parameter '" + ALLOW_ASSIGNED + "' is '" + value + "': must be true or false");
        };
    }

    private static String column(Properties parameters) {
        return parameters.getProperty(PersistentIdentifierGenerator.PK, "id");
    }
}

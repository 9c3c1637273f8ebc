// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.math.BigInteger;
import java.util.List;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.hibernate.SnowflakeId;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.data.mapping.PersistentPropertyAccessor;
import org.springframework.data.relational.core.mapping.RelationalMappingContext;
import org.springframework.data.relational.core.mapping.RelationalPersistentEntity;
import org.springframework.data.relational.core.mapping.RelationalPersistentProperty;
import org.springframework.data.relational.core.mapping.event.BeforeConvertCallback;

/**
 * Gives new aggregates of Spring Data JDBC a Snowflake key, if their {@code @Id} has {@code @SnowflakeId}. An id that is set
 * is kept.
 */
final class SnowflakeIdCallback implements BeforeConvertCallback<Object> {

    private final ObjectProvider<SnowflakeGenerator> ids;
    private final ObjectProvider<RelationalMappingContext> mappings;

    /** Both are asked for with the first aggregate, for this is made as early as the repositories are. */
    SnowflakeIdCallback(ObjectProvider<SnowflakeGenerator> ids, ObjectProvider<RelationalMappingContext> mappings) {
        this.ids = ids;
        this.mappings = mappings;
    }

    @Override
    public Object onBeforeConvert(Object aggregate) {
        RelationalPersistentEntity<?> entity =
                mapping(aggregate.getClass()).getRequiredPersistentEntity(aggregate.getClass());
        RelationalPersistentProperty id = entity.getIdProperty();
        SnowflakeId asked = id != null ? id.findAnnotation(SnowflakeId.class) : null;
        if (id == null || asked == null) {
            return aggregate;
        }
        PersistentPropertyAccessor<Object> values = entity.getPropertyAccessor(aggregate);
        if (isSet(values.getProperty(id))) {
            return aggregate;
        }
        values.setProperty(id, key(id, asked));
        return values.getBean();
    }

    /**
     * The context that knows the type or, where none has met it yet, any: they read the same annotations. There is one for each
     * database.
     */
    private RelationalMappingContext mapping(Class<?> type) {
        RelationalMappingContext unique = mappings.getIfUnique();
        if (unique != null) {
            return unique;
        }
        List<RelationalMappingContext> all = mappings.orderedStream().toList();
        return all.stream()
                .filter(context -> context.hasPersistentEntityFor(type))
                .findFirst()
                .orElseGet(() -> all.get(0));
    }

    private static boolean isSet(@Nullable Object id) {
        return id instanceof Number number ? number.longValue() != 0 : id != null;
    }

    private Object key(RelationalPersistentProperty id, SnowflakeId asked) {
        Class<?> type = id.getType();
        long key = ids.getObject().nextId();
        if (type == Long.class || type == long.class) {
            return key;
        }
        if (type == String.class) {
            return asked.text().format(key);
        }
        if (type == BigInteger.class) {
            return BigInteger.valueOf(key);
        }
        throw new IllegalStateException(
                "@SnowflakeId on " + id + " of type " + type.getName() + ": must be long, Long, BigInteger or String");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.data;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.hibernate.SnowflakeId;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.data.mapping.PersistentPropertyAccessor;
import org.springframework.data.relational.core.mapping.RelationalMappingContext;
import org.springframework.data.relational.core.mapping.RelationalPersistentEntity;
import org.springframework.data.relational.core.mapping.RelationalPersistentProperty;

/**
 * Gives new aggregates of Spring Data Relational a Snowflake key. An aggregate gets one if its {@code @Id} has
 * {@code @SnowflakeId}. So do the entities inside it: in single attributes, in collections and in maps. An id that is
 * set is kept; a number is set if it is not 0.
 */
final class AggregateKeys {

    private final ObjectProvider<SnowflakeGenerator> ids;
    private final ObjectProvider<RelationalMappingContext> mappings;

    /** Asks for both with the first aggregate only. This object is created as early as the repositories are. */
    AggregateKeys(ObjectProvider<SnowflakeGenerator> ids, ObjectProvider<RelationalMappingContext> mappings) {
        this.ids = ids;
        this.mappings = mappings;
    }

    /** Returns the aggregate with its keys: the same object or, if that cannot be changed, another one. */
    Object in(Object aggregate) {
        return withKeys(aggregate, mapping(aggregate.getClass()));
    }

    /**
     * Gives an entity its key, and the entities that it holds theirs. Returns the same object or, if that cannot be
     * changed, another one.
     */
    private Object withKeys(Object entity, RelationalMappingContext mapping) {
        RelationalPersistentEntity<?> type = mapping.getPersistentEntity(entity.getClass());
        if (type == null) {
            return entity;
        }
        PersistentPropertyAccessor<Object> values = type.getPropertyAccessor(entity);
        RelationalPersistentProperty id = type.getIdProperty();
        SnowflakeId asked = id != null ? id.findAnnotation(SnowflakeId.class) : null;
        if (id != null && asked != null && !isSet(values.getProperty(id))) {
            values.setProperty(id, key(id, asked));
        }
        for (RelationalPersistentProperty property : type) {
            Object held = property.isEntity() ? values.getProperty(property) : null;
            if (held != null) {
                Object changed = heldWithKeys(held, mapping);
                if (changed != held) {
                    values.setProperty(property, changed);
                }
            }
        }
        return values.getBean();
    }

    /**
     * Gives keys to one held entity, or to all in a collection or map. Returns the same object if nothing in it became
     * another object.
     */
    private Object heldWithKeys(Object held, RelationalMappingContext mapping) {
        if (held instanceof Collection<?> entities) {
            Collection<Object> changed = held instanceof Set ? new LinkedHashSet<>() : new ArrayList<>();
            boolean other = false;
            for (Object entity : entities) {
                Object now = withKeys(entity, mapping);
                other |= now != entity;
                changed.add(now);
            }
            return other ? changed : held;
        }
        if (held instanceof Map<?, ?> entities) {
            Map<Object, Object> changed = new LinkedHashMap<>();
            boolean other = false;
            for (Map.Entry<?, ?> entry : entities.entrySet()) {
                Object now = withKeys(entry.getValue(), mapping);
                other |= now != entry.getValue();
                changed.put(entry.getKey(), now);
            }
            return other ? changed : held;
        }
        return withKeys(held, mapping);
    }

    /**
     * The context that knows a type, or any context if none has met the type yet. There is one context for each
     * database. All of them read the same annotations.
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
        SnowflakeGenerator generator = ids.getIfAvailable();
        if (generator == null) {
            throw new IllegalStateException("@SnowflakeId on " + id
                    + ": there is no SnowflakeGenerator. Give each process a worker id of its own, snowkey.worker-id. Or have"
                    + " worker ids leased: add spring-boot-starter-jdbc, and a DataSource bean with @SnowkeyDataSource where"
                    + " there is none, as beside R2DBC.");
        }
        long key = generator.nextId();
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

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.EnumSet;
import java.util.Objects;
import java.util.function.LongFunction;

import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.generator.BeforeExecutionGenerator;
import org.hibernate.generator.EventType;
import org.hibernate.generator.EventTypeSets;
import org.hibernate.service.ServiceRegistry;
import org.jspecify.annotations.Nullable;

/**
 * What Hibernate asks for a key before it inserts a row. Set up before the schema exists, and twice per attribute on
 * Hibernate 7 and later: so setting up only looks things up.
 */
abstract sealed class KeyGenerator implements BeforeExecutionGenerator permits SnowflakeIdGenerator {

    // Hibernate declares generators serializable; what they are made of here belongs to one running persistence unit.
    private transient @Nullable IdSource source;
    private transient @Nullable LongFunction<Object> conversion;

    final void bind(KeyAttribute attribute, ServiceRegistry services) {
        conversion = KeyConversion.to(attribute);
        source = services.requireService(UnitIds.class).sourceFor(attribute);
    }

    @Override
    public final Object generate(
            SharedSessionContractImplementor session,
            Object owner,
            @Nullable Object currentValue,
            EventType eventType) {
        return Objects.requireNonNull(conversion)
                .apply(Objects.requireNonNull(source).nextId());
    }

    @Override
    public final EnumSet<EventType> getEventTypes() {
        return EventTypeSets.INSERT_ONLY;
    }
}

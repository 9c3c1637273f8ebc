// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.EnumSet;
import java.util.Objects;
import java.util.function.LongFunction;

import io.snowkey.TextForm;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.generator.BeforeExecutionGenerator;
import org.hibernate.generator.EventType;
import org.hibernate.generator.EventTypeSets;
import org.jspecify.annotations.Nullable;

/**
 * What Hibernate asks for a key before it inserts a row. Set up before the schema exists, and twice per attribute on
 * Hibernate 7 and later: so setting up only looks things up.
 *
 * <p>It has two subclasses, not one that can do both: inside a composite id, Hibernate 6.6 breaks on a generator that is
 * made for an annotation and can be configured as well.
 */
abstract sealed class KeyGenerator implements BeforeExecutionGenerator
        permits SnowflakeIdGenerator, NamedSnowflakeIdGenerator {

    // Hibernate declares generators serializable; what they are made of here belongs to one running persistence unit.
    private transient @Nullable IdSource source;
    private transient @Nullable LongFunction<Object> conversion;
    private transient boolean allowAssigned;
    private transient boolean primitive;

    final void bind(KeyAttribute attribute, UnitIds ids, TextForm text, boolean keepAssigned) {
        conversion = KeyConversion.to(attribute, text);
        source = ids.sourceFor(attribute);
        ColumnWidth.check(attribute, source.layout(), text);
        allowAssigned = keepAssigned;
        primitive = attribute.javaType().isPrimitive();
    }

    @Override
    public final Object generate(
            SharedSessionContractImplementor session,
            Object owner,
            @Nullable Object currentValue,
            EventType eventType) {
        if (allowAssigned && currentValue != null && !(primitive && currentValue.equals(0L))) {
            return currentValue;
        }
        return Objects.requireNonNull(conversion)
                .apply(Objects.requireNonNull(source).nextId());
    }

    @Override
    public final boolean allowAssignedIdentifiers() {
        return allowAssigned;
    }

    @Override
    public final EnumSet<EventType> getEventTypes() {
        return EventTypeSets.INSERT_ONLY;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.EnumSet;
import java.util.Objects;
import java.util.function.Supplier;

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
        permits AnnotatedKeyGenerator, NamedKeyGenerator {

    private final Kind kind;

    // Hibernate declares generators serializable; what they are made of here belongs to one running persistence unit.
    private transient @Nullable Supplier<Object> values;
    private transient boolean allowAssigned;
    private transient boolean primitive;

    KeyGenerator(Kind kind) {
        this.kind = kind;
    }

    final Kind kind() {
        return kind;
    }

    final void bind(KeyAttribute attribute, UnitIds ids, TextForm text, boolean keepAssigned) {
        values = kind.values(attribute, ids, text);
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
        return Objects.requireNonNull(values).get();
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

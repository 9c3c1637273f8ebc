// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.EnumSet;
import java.util.function.Function;

import io.snowkey.TextForm;
import org.hibernate.HibernateException;
import org.hibernate.PropertyValueException;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.generator.BeforeExecutionGenerator;
import org.hibernate.generator.EventType;
import org.hibernate.generator.EventTypeSets;
import org.jspecify.annotations.Nullable;

/**
 * What Hibernate asks for a key before it inserts a row. Made with the mappings, before a factory and the schema exist, and once
 * more with the factory on Hibernate 7 and later.
 *
 * <p>It has two subclasses, not one that can do both: inside a composite id, Hibernate 6.6 breaks on a generator that is
 * made for an annotation and can be configured as well.
 */
abstract sealed class KeyGenerator implements BeforeExecutionGenerator
        permits AnnotatedKeyGenerator, NamedKeyGenerator, BulkKeyGenerator {

    private final KeyType kind;

    // Hibernate declares generators serializable; what they are made of here belongs to one running persistence unit.
    private transient @Nullable Function<MappedKeys, Object> values;
    private transient @Nullable MappedKeys keys;
    private transient boolean allowAssigned;
    private transient boolean primitive;
    private transient @Nullable Class<?> generatedType;
    private transient @Nullable KeyAttribute besideId;

    KeyGenerator(KeyType kind) {
        this.kind = kind;
    }

    /** Another one for the same attribute. */
    KeyGenerator(KeyGenerator other) {
        kind = other.kind;
        values = other.values;
        keys = other.keys;
        allowAssigned = other.allowAssigned;
        primitive = other.primitive;
        generatedType = other.generatedType;
        besideId = other.besideId;
    }

    final KeyType kind() {
        return kind;
    }

    /**
     * First: what it is for.
     *
     * @throws org.hibernate.MappingException if the attribute is not made for such keys
     */
    final void prepare(KeyAttribute attribute, TextForm text, boolean keepAssigned) {
        values = kind.values(attribute, text);
        allowAssigned = keepAssigned;
        primitive = attribute.javaType().isPrimitive();
        generatedType = attribute.javaType();
    }

    /** If it is for an attribute that is not the id: Hibernate itself sees to it that ids are not replaced. */
    final void refuseAssigned(KeyAttribute attribute) {
        besideId = new KeyAttribute(attribute.entity(), attribute.name(), attribute.javaType(), null, null);
    }

    /** Then: the mappings that it belongs to. */
    final void join(MappedKeys mappings, KeyAttribute attribute, TextForm text) {
        mappings.ask(kind, attribute, text);
        keys = mappings;
    }

    /** Whether it knows what it is for. */
    final boolean isPrepared() {
        return keys != null;
    }

    @Override
    public final Object generate(
            SharedSessionContractImplementor session,
            Object owner,
            @Nullable Object currentValue,
            EventType eventType) {
        if (currentValue != null && !(primitive && currentValue.equals(0L))) {
            if (allowAssigned) {
                return currentValue;
            }
            if (besideId != null) {
                throw new PropertyValueException(
                        "A value that was set would be replaced. Leave it unset, or keep such values with "
                                + kind.written() + "(allowAssigned = true)",
                        besideId.entity(),
                        besideId.name());
            }
        }
        if (values == null || keys == null) {
            throw new HibernateException(unprepared());
        }
        return values.apply(keys);
    }

    @Override
    public final boolean allowAssignedIdentifiers() {
        return allowAssigned;
    }

    @Override
    public final EnumSet<EventType> getEventTypes() {
        return EventTypeSets.INSERT_ONLY;
    }

    /** For the checks of Hibernate 7.4 and later; earlier versions do not ask. */
    @Override
    public final @Nullable Class<?> getGeneratedType() {
        return generatedType;
    }

    /** What is to be done about a generator that was not prepared. */
    final String unprepared() {
        return getClass().getName() + " was made by a name or a class, as in @GenericGenerator or hbm.xml, and not for "
                + kind.written() + ". Put " + kind.written() + " on the attribute, or name "
                + kind.namedGenerator.getName() + " there instead.";
    }
}

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
 * Gives Hibernate a key before it inserts a row. Hibernate creates it with the mappings, before a factory and the
 * schema exist. Hibernate 7 and later create it once more with the factory.
 *
 * <p>There is one subclass for annotations and one for names. A single one for both would not do: inside a composite
 * id, Hibernate 6.6 breaks on a generator that is made for an annotation and can be configured as well.
 */
abstract sealed class KeyGenerator implements BeforeExecutionGenerator
        permits AnnotatedKeyGenerator, NamedKeyGenerator, BulkKeyGenerator {

    private final KeyType keyType;

    // Hibernate declares generators serializable. These fields belong to one running persistence unit, so they are not
    // serialized.
    private transient @Nullable Function<MappedKeys, Object> values;
    private transient @Nullable MappedKeys keys;
    private transient boolean allowAssigned;
    private transient boolean primitive;
    private transient @Nullable Class<?> generatedType;
    private transient @Nullable KeyAttribute besideId;

    KeyGenerator(KeyType keyType) {
        this.keyType = keyType;
    }

    /** Creates another generator for the same attribute. */
    KeyGenerator(KeyGenerator other) {
        keyType = other.keyType;
        values = other.values;
        keys = other.keys;
        allowAssigned = other.allowAssigned;
        primitive = other.primitive;
        generatedType = other.generatedType;
        besideId = other.besideId;
    }

    final KeyType keyType() {
        return keyType;
    }

    /**
     * Step one: takes the attribute that it makes keys for.
     *
     * @throws org.hibernate.MappingException if the type of the attribute does not fit such keys
     */
    final void prepare(KeyAttribute attribute, TextForm text, boolean keepAssigned) {
        values = keyType.values(attribute, text);
        allowAssigned = keepAssigned;
        primitive = attribute.javaType().isPrimitive();
        generatedType = attribute.javaType();
    }

    /** For an attribute that is not the id: refuses values that are set. Hibernate does that by itself for ids. */
    final void refuseAssigned(KeyAttribute attribute) {
        besideId = new KeyAttribute(attribute.entity(), attribute.name(), attribute.javaType(), null, null);
    }

    /** Step two: takes the mappings that it belongs to. */
    final void join(MappedKeys mappings, KeyAttribute attribute, TextForm text) {
        mappings.ask(keyType, attribute, text);
        keys = mappings;
    }

    /** Whether both steps were done. */
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
                                + keyType.written() + "(allowAssigned = true)",
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

    /** Used by the checks of Hibernate 7.4 and later. */
    @Override
    public final @Nullable Class<?> getGeneratedType() {
        return generatedType;
    }

    /** The message for a generator that was not prepared: what to do about it. */
    final String unprepared() {
        return getClass().getName() + " was made by a name or a class, as in @GenericGenerator or hbm.xml, and not for "
                + keyType.written() + ". Put " + keyType.written() + " on the attribute, or name "
                + keyType.namedGenerator.getName() + " there instead.";
    }
}

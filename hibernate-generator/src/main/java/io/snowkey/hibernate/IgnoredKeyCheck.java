// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.Set;
import java.util.TreeSet;

import org.hibernate.MappingException;
import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.hibernate.boot.Metadata;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.generator.Generator;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;

/**
 * Refuses a unit that asks for our keys where Hibernate would silently not give them. Hibernate ignores generator
 * annotations in places where it does not look for them. Some versions take another generator, because they do not know
 * one of the ways to ask.
 */
final class IgnoredKeyCheck implements SessionFactoryObserver {

    private final Metadata metadata;
    private final MappedKeys keys;

    IgnoredKeyCheck(Metadata metadata, MappedKeys keys) {
        this.metadata = metadata;
        this.keys = keys;
    }

    @Override
    public void sessionFactoryCreated(SessionFactory factory) {
        Set<String> missed = new TreeSet<>();
        for (PersistentClass entity : metadata.getEntityBindings()) {
            if (entity.hasPojoRepresentation()) {
                for (KeyType keyType : KeyType.values()) {
                    new IgnoredAnnotations(keyType, entity, keys, missed).look();
                    idMissed(keyType, entity, (SessionFactoryImplementor) factory, missed);
                }
            }
        }
        keys.opened();
        if (!missed.isEmpty()) {
            throw new MappingException(
                    "Snowflake keys are asked for, and would silently not be given:\n  " + String.join("\n  ", missed));
        }
    }

    private static void idMissed(
            KeyType keyType, PersistentClass entity, SessionFactoryImplementor factory, Set<String> missed) {
        Property id = entity.getIdentifierProperty();
        if (id == null || id.isComposite()) {
            return; // parts of composite ids are asked for attribute by attribute
        }
        Generator generator = factory.getMappingMetamodel()
                .getEntityDescriptor(entity.getEntityName())
                .getGenerator();
        if (generator instanceof KeyGenerator ours && ours.keyType() == keyType) {
            if (!ours.isPrepared()) {
                missed.add("The generator of the key " + entity.getEntityName() + "." + id.getName() + ": "
                        + ours.unprepared());
            }
            return;
        }
        String asking = KeyAnnotations.key(keyType, entity.getMappedClass(), id.getName());
        if (asking != null) {
            missed.add(asking + ": the key " + entity.getEntityName() + "." + id.getName() + " would come from "
                    + generator.getClass().getSimpleName()
                    + ". Put " + keyType.written() + " on that attribute, with no other generator beside it.");
        }
    }
}

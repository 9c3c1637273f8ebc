// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Member;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.hibernate.MappingException;
import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.MetadataImplementor;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.generator.Generator;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;

/**
 * Refuses a unit in which something asks for our keys and would silently not get them: Hibernate ignores generator
 * annotations where it does not look for them, and takes another generator where a version does not know a way of asking.
 */
final class MissedKeys implements SessionFactoryObserver {

    private final Metadata metadata;
    private final UnitIds ids;

    MissedKeys(Metadata metadata, UnitIds ids) {
        this.metadata = metadata;
        this.ids = ids;
    }

    @Override
    public void sessionFactoryCreated(SessionFactory factory) {
        Set<String> missed = new TreeSet<>();
        ((MetadataImplementor) metadata).visitRegisteredComponents(component -> {
            if (component.getComponentClassName() != null && !component.isGeneric()) {
                for (Kind kind : Kind.values()) {
                    attributesMissed(kind, component.getComponentClass(), missed);
                }
            }
        });
        for (PersistentClass entity : metadata.getEntityBindings()) {
            if (entity.hasPojoRepresentation()) {
                for (Kind kind : Kind.values()) {
                    attributesMissed(kind, entity.getMappedClass(), missed);
                    idMissed(kind, entity, (SessionFactoryImplementor) factory, missed);
                }
            }
        }
        if (!missed.isEmpty()) {
            throw new MappingException(
                    "Snowflake keys are asked for, and would silently not be given:\n  " + String.join("\n  ", missed));
        }
    }

    private void attributesMissed(Kind kind, Class<?> mapped, Set<String> missed) {
        for (Class<?> type : AskedFor.hierarchy(mapped)) {
            Stream.<AccessibleObject>concat(Stream.of(type.getDeclaredFields()), Stream.of(type.getDeclaredMethods()))
                    .filter(member ->
                            !((Member) member).isSynthetic()) // javac annotates bridge methods as what they call
                    .filter(member -> member.isAnnotationPresent(kind.annotation))
                    .filter(member -> !ids.isBound(kind, (Member) member))
                    .forEach(member -> missed.add(kind.written() + " on " + type.getName() + "."
                            + ((Member) member).getName() + ": Hibernate did not look there. Put it where the entity's"
                            + " other annotations are, on fields or on getters, of a persistent attribute of an"
                            + " @Entity, @MappedSuperclass or @EmbeddedId."));
        }
    }

    private static void idMissed(
            Kind kind, PersistentClass entity, SessionFactoryImplementor factory, Set<String> missed) {
        Property id = entity.getIdentifierProperty();
        if (id == null || id.isComposite()) {
            return; // parts of composite ids are asked for attribute by attribute
        }
        Generator generator = factory.getMappingMetamodel()
                .getEntityDescriptor(entity.getEntityName())
                .getGenerator();
        boolean given = generator instanceof KeyGenerator ours && ours.kind() == kind;
        String asking = given ? null : AskedFor.key(kind, entity.getMappedClass(), id.getName());
        if (asking != null) {
            missed.add(asking + ": the key " + entity.getEntityName() + "." + id.getName() + " would come from "
                    + generator.getClass().getSimpleName()
                    + ". Put " + kind.written() + " on that attribute, with no other generator beside it.");
        }
    }
}

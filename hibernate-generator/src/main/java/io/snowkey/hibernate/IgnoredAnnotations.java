// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Member;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Component;
import org.hibernate.mapping.IndexedCollection;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.Value;
import org.jspecify.annotations.Nullable;

/**
 * Finds the annotations in an entity that Hibernate has not looked at. Each place of an attribute is looked at by
 * itself. An embeddable that is used twice, or a mapped superclass of two entities, may have its keys in one place and
 * not in the other.
 */
record IgnoredAnnotations(KeyType keyType, PersistentClass entity, MappedKeys keys, Set<String> missed) {

    /** Adds a message for each annotation that Hibernate ignores. */
    void look() {
        PersistentClass parent = entity.getSuperclass();
        Class<?> above = parent != null && parent.hasPojoRepresentation() ? parent.getMappedClass() : null;
        for (Class<?> type : KeyAnnotations.hierarchy(entity.getMappedClass())) {
            if (type == above) {
                break; // looked at with that entity
            }
            annotated(type)
                    .filter(member -> isId(member) ? !isSeenOnId(member) : !isSeenOn(entity.getProperties(), member))
                    .forEach(member -> add(member, entity.getEntityName()));
        }
        if (parent == null) {
            parts(entity.getIdentifier(), entity.getEntityName() + " as its id", this::isSeenOnId);
        }
        mapped();
        for (Property property : entity.getProperties()) {
            parts(property.getValue(), entity.getEntityName() + "." + property.getName(), member -> false);
        }
    }

    /**
     * Finds parts of an id that an association fills. Hibernate would also give them a key of their own, and store
     * that.
     */
    private void mapped() {
        if (!(entity.getIdentifier() instanceof Component parts) || parts.getComponentClassName() == null) {
            return;
        }
        Set<String> filled = Advice.partsFilledByAssociations(entity.getMappedClass());
        for (Class<?> type : KeyAnnotations.hierarchy(parts.getComponentClass())) {
            annotated(type)
                    .filter(member -> filled.contains(KeyAttribute.name(member)))
                    .forEach(member -> add(member, entity.getEntityName() + " as its id"));
        }
    }

    /** Looks at the parts of a value, if it has parts. */
    private void parts(@Nullable Value value, String place, Predicate<Member> seenOtherwise) {
        if (value instanceof Component component) {
            if (component.getComponentClassName() == null || component.isDynamic()) {
                return;
            }
            for (Class<?> type : KeyAnnotations.hierarchy(component.getComponentClass())) {
                annotated(type)
                        .filter(member -> !seenOtherwise.test(member) && !isSeenOn(component.getProperties(), member))
                        .forEach(member -> add(member, place));
            }
            for (Property property : component.getProperties()) {
                parts(property.getValue(), place + "." + property.getName(), seenOtherwise);
            }
        } else if (value instanceof Collection collection) {
            parts(collection.getElement(), place, member -> false);
            if (collection instanceof IndexedCollection indexed) {
                parts(indexed.getIndex(), place, member -> false);
            }
        }
    }

    private Stream<Member> annotated(Class<?> type) {
        return Stream.<AccessibleObject>concat(
                        Stream.of(type.getDeclaredFields()), Stream.of(type.getDeclaredMethods()))
                .filter(member -> !((Member) member).isSynthetic()) // javac annotates bridge methods as what they call
                .filter(member -> KeyAnnotations.carries(keyType, member))
                .map(Member.class::cast);
    }

    private boolean isId(Member member) {
        String name = KeyAttribute.name(member);
        Property id = entity.getIdentifierProperty();
        if (id != null) {
            return id.getName().equals(name);
        }
        return entity.getIdentifier() instanceof Component parts && named(parts.getProperties(), name) != null;
    }

    private boolean isSeenOnId(Member member) {
        return keys.isSeenOnId(keyType, entity.getRootClass().getEntityName(), member);
    }

    private boolean isSeenOn(List<Property> properties, Member member) {
        Property property = named(properties, KeyAttribute.name(member));
        return property != null && keys.isSeenOn(property);
    }

    private static @Nullable Property named(List<Property> properties, String name) {
        return properties.stream()
                .filter(property -> property.getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    private void add(Member member, String place) {
        missed.add(keyType.written() + " on " + member.getDeclaringClass().getName() + "." + member.getName() + ", in "
                + place + ": " + Advice.on((AnnotatedElement & Member) member, keyType, entity));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Member;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapsId;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OneToOne;

import org.hibernate.mapping.PersistentClass;

/** Says what to do about an annotation that gives no keys where it stands. */
final class Advice {

    private Advice() {}

    static <M extends AnnotatedElement & Member> String on(M member, KeyType keyType, PersistentClass entity) {
        String name = KeyAttribute.name(member);
        String remove = " Remove " + keyType.written() + ".";
        if (!member.isAnnotationPresent(keyType.annotation)) {
            return "it stands there in another annotation, which Hibernate does not look into. Put " + keyType.written()
                    + " itself on the attribute.";
        }
        if (member.isAnnotationPresent(EmbeddedId.class)) {
            return "the id has parts. Put " + keyType.written() + " on the part in "
                    + entity.getIdentifier().getType().getReturnedClass().getName() + " that is to be a key.";
        }
        if (isAssociation(member)) {
            return "the attribute is an association, whose key is that of the other entity." + remove;
        }
        if (associationsThatFill(entity.getMappedClass())
                        .anyMatch(id -> id.value().equals(name))
                || (entity.getIdentifierProperty() != null
                        && entity.getIdentifierProperty().getName().equals(name)
                        && associationsThatFill(entity.getMappedClass())
                                .findAny()
                                .isPresent())) {
            return "its value comes from the association with @MapsId." + remove;
        }
        if (isRepeated(member, name, entity)) {
            return "a superclass declares that attribute, and decides where its keys come from." + remove;
        }
        return "Hibernate did not look there. Put it where the entity's other annotations are, on fields or on getters,"
                + " of a persistent attribute of an @Entity, @MappedSuperclass or @EmbeddedId. Elements of collections"
                + " and embeddables in embeddables have no keys.";
    }

    /** The parts of an id that get their values from associations. */
    static Set<String> partsFilledByAssociations(Class<?> entity) {
        return associationsThatFill(entity).map(MapsId::value).collect(Collectors.toSet());
    }

    private static Stream<MapsId> associationsThatFill(Class<?> entity) {
        return KeyAnnotations.hierarchy(entity).stream()
                .flatMap(type -> Stream.<AccessibleObject>concat(
                        Stream.of(type.getDeclaredFields()), Stream.of(type.getDeclaredMethods())))
                .filter(member -> member.isAnnotationPresent(MapsId.class))
                .map(member -> member.getAnnotation(MapsId.class));
    }

    private static boolean isAssociation(AnnotatedElement member) {
        return Stream.of(OneToOne.class, ManyToOne.class, OneToMany.class, ManyToMany.class)
                .anyMatch(member::isAnnotationPresent);
    }

    private static boolean isRepeated(Member member, String name, PersistentClass entity) {
        return entity.getIdentifierProperty() != null
                && entity.getIdentifierProperty().getName().equals(name)
                && KeyAnnotations.hierarchy(member.getDeclaringClass().getSuperclass()).stream()
                        .flatMap(type -> Stream.<Member>concat(
                                Stream.of(type.getDeclaredFields()), Stream.of(type.getDeclaredMethods())))
                        .anyMatch(other -> KeyAttribute.name(other).equals(name));
    }
}

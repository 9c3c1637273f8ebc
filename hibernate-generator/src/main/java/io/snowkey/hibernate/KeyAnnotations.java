// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.TableGenerator;

import org.jspecify.annotations.Nullable;

/** Reads which keys the annotations of an entity ask for. Hibernate may understand them differently. */
final class KeyAnnotations {

    private KeyAnnotations() {}

    /**
     * Finds a request for such a key outside the attribute itself: on the class, the package, or by name.
     *
     * @return the annotation and where it stands, or {@code null} if nothing does
     */
    static @Nullable String key(KeyType keyType, Class<?> entity, String idName) {
        for (Class<?> type : hierarchy(entity)) {
            if (carries(keyType, type)) {
                return keyType.written() + " on class " + type.getName();
            }
        }
        for (Class<?> type : hierarchy(entity)) {
            for (GeneratedValue generated : onAttribute(type, idName, GeneratedValue.class)) {
                if (generated.generator().equals(keyType.generatorName)
                        && !hasGeneratorOfThatName(keyType, Set.copyOf(List.of(type, entity)), type, idName)) {
                    return "@GeneratedValue(generator = \"" + keyType.generatorName + "\") in class " + type.getName();
                }
                if (carries(keyType, type.getPackage())
                        && generated.strategy() == GenerationType.AUTO
                        && generated.generator().isEmpty()) {
                    return keyType.written() + " on package " + type.getPackageName();
                }
            }
        }
        return null;
    }

    /** Whether the annotation of that type is there, or another annotation that carries it. */
    static boolean carries(KeyType keyType, AnnotatedElement element) {
        return element.isAnnotationPresent(keyType.annotation)
                || Stream.of(element.getAnnotations())
                        .anyMatch(other -> other.annotationType().isAnnotationPresent(keyType.annotation));
    }

    /** A class and its superclasses, mapped or not. */
    static List<Class<?>> hierarchy(Class<?> leaf) {
        List<Class<?>> classes = new ArrayList<>();
        for (Class<?> type = leaf; type != null && type != Object.class; type = type.getSuperclass()) {
            classes.add(type);
        }
        return classes;
    }

    /** Whether the application has a sequence or table generator of its own that happens to have our name. */
    private static boolean hasGeneratorOfThatName(
            KeyType keyType, Set<Class<?>> classes, Class<?> declaring, String idName) {
        Stream<String> onId = Stream.concat(
                onAttribute(declaring, idName, SequenceGenerator.class).stream().map(SequenceGenerator::name),
                onAttribute(declaring, idName, TableGenerator.class).stream().map(TableGenerator::name));
        Stream<String> onClasses = classes.stream().flatMap(KeyAnnotations::generators);
        return Stream.concat(onId, onClasses).anyMatch(keyType.generatorName::equals);
    }

    /** The names of the sequence and table generators that a class declares, on itself and on its attributes. */
    static Stream<String> declaredGenerators(Class<?> type) {
        return Stream.of(Stream.of(type), Stream.of(type.getDeclaredFields()), Stream.of(type.getDeclaredMethods()))
                .flatMap(elements -> elements.map(AnnotatedElement.class::cast))
                .flatMap(KeyAnnotations::generators);
    }

    private static Stream<String> generators(AnnotatedElement element) {
        return Stream.concat(
                Stream.of(element.getAnnotationsByType(SequenceGenerator.class)).map(SequenceGenerator::name),
                Stream.of(element.getAnnotationsByType(TableGenerator.class)).map(TableGenerator::name));
    }

    /** The annotations of a type that stand on an attribute's field or getter in a class. */
    private static <A extends Annotation> List<A> onAttribute(Class<?> type, String attribute, Class<A> annotation) {
        List<AnnotatedElement> halves = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (field.getName().equals(attribute)) {
                halves.add(field);
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (KeyAttribute.name(method).equals(attribute)) {
                halves.add(method);
            }
        }
        return halves.stream()
                .flatMap(half -> Stream.of(half.getAnnotationsByType(annotation)))
                .toList();
    }
}

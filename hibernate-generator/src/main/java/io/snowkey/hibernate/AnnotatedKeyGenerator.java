// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Member;

import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;

import io.snowkey.TextForm;
import org.hibernate.MappingException;
import org.hibernate.generator.AnnotationBasedGenerator;
import org.hibernate.generator.GeneratorCreationContext;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;

/** A generator that an annotation asks for. */
abstract sealed class AnnotatedKeyGenerator<A extends Annotation> extends KeyGenerator
        implements AnnotationBasedGenerator<A> permits SnowflakeIdGenerator, FlakeIdGenerator {

    AnnotatedKeyGenerator(KeyType keyType) {
        super(keyType);
    }

    abstract TextForm text(A annotation);

    abstract boolean allowAssigned(A annotation);

    /** Hibernate 7.3 and later. */
    @Override
    public final void initialize(A annotation, GeneratorCreationContext context) {
        if (context.getMemberDetails() == null) {
            throw unfit(context);
        }
        Member member = context.getMemberDetails().toJavaMember();
        String entity = entity(member, context);
        bind(annotation, member, KeyAttribute.of(entity, member, context.getType(), context.getValue()), context);
    }

    /** Earlier versions. */
    @SuppressWarnings("removal")
    @Override
    public final void initialize(A annotation, Member member, GeneratorCreationContext context) {
        String entity = entity(member, context);
        KeyAttribute attribute = KeyAttribute.of(entity, member, null, null);
        // For a part of a composite id the property is that id as a whole, or missing.
        Property property = context.getProperty();
        if (property != null && property.getName().equals(attribute.name()) && !property.isComposite()) {
            attribute = KeyAttribute.of(entity, member, property.getType(), property.getValue());
        }
        bind(annotation, member, attribute, context);
    }

    private void bind(A annotation, Member member, KeyAttribute attribute, GeneratorCreationContext context) {
        GeneratedValue generated = ((AnnotatedElement) member).getAnnotation(GeneratedValue.class);
        if (generated != null && asksForAnother(generated)) {
            throw attribute.refused(keyType().written() + " and @GeneratedValue(strategy = " + generated.strategy()
                    + ", generator = \"" + generated.generator()
                    + "\") ask for two different generators. Keep one of the annotations.");
        }
        TextForm text = text(annotation);
        MappedKeys keys = MappedKeys.of(context.getDatabase());
        prepare(attribute, text, allowAssigned(annotation) || isCopyOfId(member, context));
        if (isBesideId(context)) {
            refuseAssigned(attribute);
        }
        join(keys, attribute, text);
        keys.seen(keyType(), attribute.entity(), member, context.getProperty());
    }

    /** Hibernate 7 and later tell the field or getter of what has one value only. */
    private MappingException unfit(GeneratorCreationContext context) {
        PersistentClass entity = context.getPersistentClass();
        Property property = context.getProperty();
        String name = property != null ? property.getName() : "id";
        Class<?> type = context.getType().getReturnedClass();
        return new KeyAttribute(entity != null ? entity.getEntityName() : "entity unknown", name, type, null, null)
                .refused("it has several values, or those of others. Remove "
                        + keyType().written()
                        + ". Where the attribute is an embeddable, put it on the part that is to be a key.");
    }

    private static String entity(Member member, GeneratorCreationContext context) {
        PersistentClass entity = context.getPersistentClass();
        return entity != null
                ? entity.getEntityName()
                : member.getDeclaringClass().getName();
    }

    /**
     * Whether this is the second mapping of a part of an id. Hibernate maps the parts of an {@code @IdClass} twice, as
     * id and as a component of no entity, and asks a generator for each. The second generator must keep the value of
     * the first.
     */
    private static boolean isCopyOfId(Member member, GeneratorCreationContext context) {
        return context.getPersistentClass() == null && ((AnnotatedElement) member).isAnnotationPresent(Id.class);
    }

    private static boolean isBesideId(GeneratorCreationContext context) {
        PersistentClass entity = context.getPersistentClass();
        return entity != null && entity.getProperties().contains(context.getProperty());
    }

    private boolean asksForAnother(GeneratedValue generated) {
        String name = generated.generator();
        return generated.strategy() != GenerationType.AUTO
                || (!name.isEmpty() && !name.equals(keyType().generatorName));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.snowkey.TextForm;
import org.hibernate.annotations.IdGeneratorType;
import org.hibernate.annotations.ValueGenerationType;

/**
 * Gives the annotated {@code @Id} attribute a Snowflake key when its entity is persisted.
 *
 * <pre>{@code
 * @Entity
 * class Order {
 *     @Id
 *     @SnowflakeId
 *     Long id;
 * }
 * }</pre>
 *
 * <p>The key is made in memory: no statement is sent for it, and inserts are batched as if the application had assigned
 * it. {@code @GeneratedValue} may stand beside it and changes nothing.
 *
 * <p><b>Where.</b> On the field or getter of an {@code @Id} attribute, also in a {@code @MappedSuperclass}, of a part
 * of an {@code @EmbeddedId} or {@code @IdClass}, and of an attribute that is not the id, such as a public order number.
 * With Hibernate 7 and later also on the class that declares the id or on its package, where it is for ids that have a
 * {@code @GeneratedValue} without strategy. Entities that are to know JPA only write
 * {@code @GeneratedValue(generator = "snowflake")} instead, and get the defaults of this annotation.
 *
 * <p><b>Types.</b> {@code long}, {@code Long}, {@link java.math.BigInteger}, {@code String}, and types of the
 * application that have a Hibernate {@code @JavaType} whose {@code wrap} takes a {@code Long}.
 *
 * <p><b>In HQL</b>, {@code insert … values} gives keys. So does {@code insert … select} with Hibernate 7 and later on
 * H2 and MariaDB, where the rows go through a temporary table; on PostgreSQL, set
 * {@code hibernate.query.insert_strategy} to {@code
 * org.hibernate.query.sqm.mutation.internal.temptable.LocalTemporaryTableInsertStrategy} for that, or Hibernate refuses
 * the statement.
 *
 * <p><b>Attributes that are not the id</b> get their value with the {@code INSERT}, and keep it. Do not set them: a
 * value that is set before is refused with a {@link org.hibernate.PropertyValueException}, unless
 * {@link #allowAssigned()} keeps it; one that is set afterwards is ignored by Hibernate 7 and later, and stored by 6.6.
 * After {@code merge} of a new entity, it is there once the session is flushed. {@code StatelessSession.upsert} asks no
 * generator, and stores {@code null}. Make the column {@code NOT NULL}, so that this is refused.
 *
 * <p><b>Where the ids come from.</b> The persistence unit says so in its settings: see {@link SnowkeySettings}.
 *
 * <p>Whatever cannot work is refused with an {@link org.hibernate.MappingException} when the {@code SessionFactory} or
 * {@code EntityManagerFactory} is built: an attribute of another type, a column too narrow, a second generator beside
 * it, a persistence unit without a generator, and an annotation where Hibernate would silently ignore it, such as in an
 * element of a collection or in another annotation. Other providers of JPA do not know this annotation. EclipseLink
 * silently ignores it, and gives 1, 2, 3 for {@code @GeneratedValue(generator = "snowflake")}.
 */
@IdGeneratorType(SnowflakeIdGenerator.class)
@ValueGenerationType(generatedBy = SnowflakeIdGenerator.class)
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.TYPE, ElementType.PACKAGE})
public @interface SnowflakeId {

    /**
     * Whether a value that the application has set is kept: for imports and replication. Otherwise, as with Hibernate's
     * own generators, persisting an entity whose id is set is an error, and a {@code StatelessSession} overwrites the
     * id.
     *
     * <p>Of an attribute that is not the id, a value that is set and not allowed is refused.
     *
     * <p>Unset means {@code null}, and 0 for the primitive {@code long}. Nothing checks that an assigned id does not
     * collide with a generated one but the primary key itself.
     */
    boolean allowAssigned() default false;

    /**
     * How a {@code String} attribute writes the id: 19 characters as {@link TextForm#DECIMAL}, the default, 13 as
     * {@link TextForm#BASE32}, 11 as {@link TextForm#BASE62}. All have a fixed width, so that they sort as the ids do,
     * in a collation that compares characters by their codes. For attributes of other types it must stay the default.
     */
    TextForm text() default TextForm.DECIMAL;
}

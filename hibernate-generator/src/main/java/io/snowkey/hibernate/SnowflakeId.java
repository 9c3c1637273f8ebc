// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

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
 * <p><b>Types.</b> {@code long}, {@code Long}, and {@code String}, which holds the decimal digits.
 *
 * <p><b>Where the ids come from.</b> The persistence unit says so in its settings: see {@link SnowkeySettings}.
 *
 * <p>Whatever cannot work is refused with an {@link org.hibernate.MappingException} when the {@code SessionFactory} or
 * {@code EntityManagerFactory} is built: an attribute of another type, a column too narrow, a persistence unit without a
 * generator.
 */
@IdGeneratorType(SnowflakeIdGenerator.class)
@ValueGenerationType(generatedBy = SnowflakeIdGenerator.class)
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.TYPE, ElementType.PACKAGE})
public @interface SnowflakeId {

    /**
     * Whether a value that the application has set is kept: for imports and replication. Otherwise, as with Hibernate's own
     * generators, persisting an entity whose id is set is an error, and a {@code StatelessSession} overwrites the id.
     *
     * <p>Unset means {@code null}, and 0 for the primitive {@code long}. Nothing checks that an assigned id does not
     * collide with a generated one but the primary key itself.
     */
    boolean allowAssigned() default false;
}

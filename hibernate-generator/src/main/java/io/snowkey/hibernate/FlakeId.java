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
 * Gives the annotated {@code @Id} attribute a 128-bit key that grows with time, a {@link io.snowkey.Flake}, when its
 * entity is persisted.
 *
 * <pre>{@code
 * @Entity
 * class Order {
 *     @Id
 *     @FlakeId
 *     UUID id;
 * }
 * }</pre>
 *
 * <p>All that {@link SnowflakeId} says about where it may stand, about batching and about what is refused at start-up
 * holds here as well. Entities that are to know JPA only write {@code @GeneratedValue(generator = "flake")}.
 *
 * <p><b>Types.</b> {@link java.util.UUID}, {@code byte[]} (16 of them), {@code String} (22 letters and digits), and
 * types of the application that have a Hibernate {@code @JavaType} whose {@code wrap} takes a {@code UUID}.
 *
 * <p><b>Order.</b> Keys sort by time in columns of 16 bytes, and in columns of the type {@code uuid} in PostgreSQL and
 * H2. MariaDB sorts its {@code uuid} in another way: there, put {@code @JdbcTypeCode(SqlTypes.BINARY)} on the
 * attribute. Text sorts by time in a collation that compares characters by their codes.
 *
 * <p><b>Where the ids come from.</b> The persistence unit says so in its settings: see
 * {@link SnowkeySettings#FLAKE_GENERATOR}.
 */
@IdGeneratorType(FlakeIdGenerator.class)
@ValueGenerationType(generatedBy = FlakeIdGenerator.class)
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.TYPE, ElementType.PACKAGE})
public @interface FlakeId {

    /** Whether a value that the application has set is kept, as in {@link SnowflakeId#allowAssigned()}. */
    boolean allowAssigned() default false;
}

/**
 * Snowkey in Spring Boot: add the dependency, and JPA entities get leased Snowflake keys. There is nothing to call; the
 * settings are the properties {@code snowkey.*}.
 *
 * <p>Start with {@link io.snowkey.spring.boot.SnowkeyAutoConfiguration}, which says what is set up, and when.
 * Parts that an application may lack have packages of their own, which know this one and not each other:
 *
 * <ul>
 *   <li>{@link io.snowkey.spring.boot.actuator}: meters, health and an endpoint
 *   <li>{@link io.snowkey.spring.boot.data}: keys for Spring Data JDBC and R2DBC
 *   <li>{@link io.snowkey.spring.boot.text}: ids as text
 * </ul>
 *
 * <p>The types for users are the annotations {@link io.snowkey.spring.boot.SnowkeyDataSource},
 * {@link io.snowkey.spring.boot.SnowflakeText} and {@link io.snowkey.spring.boot.PublicId}. Applications may name the
 * auto-configurations to exclude or to order them. Every other public type is public only for the packages above.
 */
@NullMarked
package io.snowkey.spring.boot;

import org.jspecify.annotations.NullMarked;

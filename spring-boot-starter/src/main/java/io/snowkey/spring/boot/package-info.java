/**
 * Snowkey in Spring Boot: add the dependency, and JPA entities get leased Snowflake keys. There is nothing to call; the
 * settings are the properties {@code snowkey.*}.
 *
 * <p>Start with {@link io.snowkey.spring.boot.SnowkeyAutoConfiguration}, which says what is set up, and when.
 */
@NullMarked
package io.snowkey.spring.boot;

import org.jspecify.annotations.NullMarked;

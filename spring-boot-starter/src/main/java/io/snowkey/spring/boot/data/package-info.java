/**
 * Keys for aggregates of Spring Data JDBC and for entities of Spring Data R2DBC. Users type nothing of this package.
 *
 * <p>Start with {@link io.snowkey.spring.boot.data.SnowkeyDataAutoConfiguration}, which says what is set up.
 */
@NullMarked
package io.snowkey.spring.boot.data;

import org.jspecify.annotations.NullMarked;

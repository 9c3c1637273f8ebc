/**
 * Ids as text outside of the application: in requests, in JSON and in descriptions of an API. Users type nothing of
 * this package. Their annotations are {@link io.snowkey.spring.boot.SnowflakeText} and
 * {@link io.snowkey.spring.boot.PublicId}.
 *
 * <p>Start with {@link io.snowkey.spring.boot.text.SnowkeyTextAutoConfiguration}, which says what is set up. What is
 * for Jackson 2 alone has names that begin with {@code Jackson2}. Nothing else refers to it, so that it can be removed
 * in one step.
 */
@NullMarked
package io.snowkey.spring.boot.text;

import org.jspecify.annotations.NullMarked;

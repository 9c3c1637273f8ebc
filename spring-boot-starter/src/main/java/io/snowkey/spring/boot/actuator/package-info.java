/**
 * What operators see of generators and leases: meters, health, readiness and an endpoint. Users type nothing of this
 * package.
 *
 * <p>Start with {@link io.snowkey.spring.boot.actuator.SnowkeyActuatorAutoConfiguration}, which says what is set up.
 * What is for Spring Boot 3.5 alone has names that begin with {@code Boot35}. Nothing else refers to it, so that it can
 * be removed in one step.
 */
@NullMarked
package io.snowkey.spring.boot.actuator;

import org.jspecify.annotations.NullMarked;

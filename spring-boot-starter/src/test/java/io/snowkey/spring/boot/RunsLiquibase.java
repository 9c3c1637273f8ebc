// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Tests that run Liquibase, one class at a time. Liquibase has one registry of locks for the JVM, and each update
 * empties it at its end. An update that runs beside it does not find its own lock any more, and leaves it in the
 * database. The next update waits five minutes, and fails.
 */
@Inherited
@ResourceLock("liquibase")
@Retention(RetentionPolicy.RUNTIME)
@interface RunsLiquibase {}

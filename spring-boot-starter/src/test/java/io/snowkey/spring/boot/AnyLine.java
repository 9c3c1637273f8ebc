// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;

/**
 * Tests of what is the same on any line of Spring Boot: how a database other than PostgreSQL is, or a class file. The profiles
 * of the earlier lines leave them out.
 */
@Tag("any-line")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface AnyLine {}

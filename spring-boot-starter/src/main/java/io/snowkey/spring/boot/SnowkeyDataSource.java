// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.beans.factory.annotation.Qualifier;

/**
 * Marks the {@code DataSource} bean of the database that has the registry. It is needed where this bean is neither the
 * only nor the primary one.
 *
 * <pre>{@code
 * @Bean(defaultCandidate = false)
 * @SnowkeyDataSource
 * DataSource registryDataSource() { ... }
 * }</pre>
 */
@Qualifier
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
public @interface SnowkeyDataSource {}

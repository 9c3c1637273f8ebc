// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.book;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/** What an application with Spring Data JPA consists of when nothing is said about Snowkey. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class BookApplication {}

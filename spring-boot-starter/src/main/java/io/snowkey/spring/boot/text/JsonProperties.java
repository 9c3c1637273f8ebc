// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.text;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Ids in JSON.
 *
 * @param idsAsStrings Whether all attributes with @SnowflakeId are written to JSON as strings of decimal digits, which
 *     JavaScript does not round, and are read from strings and numbers. Attributes of others, such as a DTO, are
 *     written so with @SnowflakeText. References by identity (@JsonIdentityReference) stay numbers.
 */
@ConfigurationProperties("snowkey.json")
record JsonProperties(@DefaultValue("false") boolean idsAsStrings) {}

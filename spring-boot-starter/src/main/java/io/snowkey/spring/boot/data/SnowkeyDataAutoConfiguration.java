// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.data;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * Gives keys to aggregates of Spring Data JDBC and to entities of Spring Data R2DBC. Those get one whose {@code @Id}
 * has {@code @SnowflakeId} and is not set. The only or primary {@code SnowflakeGenerator} makes the keys. It is looked
 * for with the first of them.
 *
 * <p>A bean of the application replaces the callback of the same name: {@code snowkeyBeforeConvertCallback} for JDBC,
 * {@code snowkeyReactiveBeforeConvertCallback} for R2DBC.
 */
@AutoConfiguration
@Import({DataJdbcConfiguration.class, DataR2dbcConfiguration.class})
public final class SnowkeyDataAutoConfiguration {

    SnowkeyDataAutoConfiguration() {}
}

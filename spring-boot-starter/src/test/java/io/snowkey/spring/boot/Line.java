// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import org.springframework.boot.SpringBootVersion;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/**
 * What has another name on Spring Boot 3.5 than on Spring Boot 4. The tests are compiled once, as the product is, and the same
 * class files run on each line.
 */
final class Line {

    private Line() {}

    /** The auto-configuration of the {@code DataSource}. */
    static Class<?> dataSource() {
        return either(
                "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
                "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration");
    }

    /** That of its {@code schema.sql} and {@code data.sql}. */
    static Class<?> scripts() {
        return either(
                "org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration",
                "org.springframework.boot.autoconfigure.sql.init.SqlInitializationAutoConfiguration");
    }

    /** That of its {@code JdbcTemplate}. */
    static Class<?> jdbcTemplate() {
        return either(
                "org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration",
                "org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration");
    }

    /** Whether this is Spring Boot 3.5. */
    static boolean isEarlier() {
        return SpringBootVersion.getVersion().startsWith("3.");
    }

    private static Class<?> either(String name, String earlierName) {
        String there = ClassUtils.isPresent(name, null) ? name : earlierName;
        return ClassUtils.resolveClassName(there, null);
    }

    /** For {@code @Import}: the auto-configuration of the {@code DataSource}. */
    static final class DataSources implements ImportSelector {

        @Override
        public String[] selectImports(AnnotationMetadata importing) {
            return new String[] {dataSource().getName()};
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Tells a native image what to keep although no code that it sees refers to it. Spring Boot finds the rest by itself:
 * beans, properties, the endpoint and what it returns, and what is in {@code spring.factories}.
 */
final class SnowkeyHints implements RuntimeHintsRegistrar {

    /** The classes that Hibernate or the service loader creates, through their constructors. */
    private static final List<String> CREATED = List.of(
            "io.snowkey.hibernate.FlakeIdGenerator",
            "io.snowkey.hibernate.NamedFlakeIdGenerator",
            "io.snowkey.hibernate.NamedSnowflakeIdGenerator",
            "io.snowkey.hibernate.SnowflakeIdGenerator",
            "io.snowkey.hibernate.SnowkeyIntegration",
            "io.snowkey.registry.JdbcWorkerLeaseProvider");

    /** The files that are read from the class path by name. */
    private static final List<String> READ = List.of(
            "META-INF/services/io.snowkey.*",
            "META-INF/services/org.hibernate.boot.model.FunctionContributor",
            "META-INF/services/org.hibernate.boot.spi.AdditionalMappingContributor",
            "META-INF/services/org.hibernate.boot.spi.MetadataBuilderFactory",
            "META-INF/services/org.hibernate.integrator.spi.Integrator",
            "META-INF/services/org.hibernate.service.spi.ServiceContributor",
            "io/snowkey/hibernate/*.xml",
            "io/snowkey/registry/flyway/*/*.sql",
            "io/snowkey/registry/functions/*/*.sql",
            "io/snowkey/registry/liquibase/*",
            "io/snowkey/registry/schema-*.sql",
            "io/snowkey/registry/upgrade-*.sql");

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        for (String type : CREATED) {
            hints.reflection().registerTypeIfPresent(classLoader, type, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
        }
        READ.forEach(hints.resources()::registerPattern);
        // H2 calls the methods of this class by their names.
        hints.reflection()
                .registerTypeIfPresent(
                        classLoader, "io.snowkey.registry.H2Functions", MemberCategory.INVOKE_PUBLIC_METHODS);
        // The conversion service looks for the method valueOf of this class.
        hints.reflection().registerType(WorkerIdRange.class, MemberCategory.INVOKE_PUBLIC_METHODS);
        SessionFactoryBeans.registerHints(hints, classLoader);
    }
}

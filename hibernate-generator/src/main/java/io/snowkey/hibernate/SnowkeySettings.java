// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

/**
 * The settings of a persistence unit. Each unit has its own: two in one JVM may use different generators.
 *
 * <p>They are given like any other Hibernate setting: in the map handed to
 * {@code Persistence.createEntityManagerFactory}, in {@code persistence.xml}, or with
 * {@code StandardServiceRegistryBuilder.applySetting}.
 */
public final class SnowkeySettings {

    /**
     * The generator of the unit's keys: an {@link io.snowkey.SnowflakeGenerator}, or a
     * {@link java.util.function.Supplier} of one, which is asked once, when the first key is needed and not at start-up.
     * Whoever puts it there closes it, after the {@code SessionFactory}.
     */
    public static final String GENERATOR = "snowkey.generator";

    private SnowkeySettings() {}
}

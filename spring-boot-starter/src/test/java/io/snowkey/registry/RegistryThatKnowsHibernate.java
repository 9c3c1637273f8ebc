// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import io.snowkey.hibernate.SnowflakeId;

/** Breaks a law, for {@code ArchitectureTest} to find. */
final class RegistryThatKnowsHibernate {
    SnowflakeId annotation;
}

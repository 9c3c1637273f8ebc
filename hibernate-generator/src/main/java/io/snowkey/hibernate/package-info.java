/**
 * Snowflake keys for JPA entities that Hibernate stores.
 *
 * <p>Start with {@link io.snowkey.hibernate.SnowflakeId}; {@link io.snowkey.hibernate.FlakeId} is its sibling for
 * {@code UUID}. {@link io.snowkey.hibernate.SnowkeySettings} names what a persistence unit is configured with. The
 * other public types are public because Hibernate creates them by reflection.
 */
@GenericGenerator(name = NamedSnowflakeIdGenerator.NAME, type = NamedSnowflakeIdGenerator.class)
@GenericGenerator(name = NamedFlakeIdGenerator.NAME, type = NamedFlakeIdGenerator.class)
@NullMarked
package io.snowkey.hibernate;

import org.hibernate.annotations.GenericGenerator;
import org.jspecify.annotations.NullMarked;

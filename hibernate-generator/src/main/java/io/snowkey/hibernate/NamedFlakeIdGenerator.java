// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

/**
 * What stands behind {@code @GeneratedValue(generator = "flake")}: keys as with {@link FlakeId} and its defaults.
 *
 * <p>Public because Hibernate creates it by reflection. With a name of one's own and the parameter
 * {@code allowAssigned}, it can be declared as {@link NamedSnowflakeIdGenerator} can.
 */
public final class NamedFlakeIdGenerator extends NamedKeyGenerator {

    /** The name under which every persistence unit knows this generator. */
    static final String NAME = "flake";

    /** For Hibernate. */
    public NamedFlakeIdGenerator() {
        super(KeyType.FLAKE);
    }
}

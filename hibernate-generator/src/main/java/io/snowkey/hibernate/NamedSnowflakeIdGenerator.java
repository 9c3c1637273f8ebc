// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

/**
 * What stands behind {@code @GeneratedValue(generator = "snowflake")}: keys as with {@link SnowflakeId} and its
 * defaults.
 *
 * <p>Public because Hibernate creates it by reflection, and for mappings that want other than the defaults and no
 * annotation of ours on the attribute: declare a generator of another name with this class, as
 * {@code @GenericGenerator} in Hibernate 6 and 7, or as {@code <generic-generator>} in {@code orm.xml} in Hibernate 7
 * and later. Its parameters are {@code allowAssigned} ({@code true} or {@code false}) and {@code text}
 * ({@code decimal}, {@code base32} or {@code base62}), and mean what the elements of {@link SnowflakeId} do.
 */
public final class NamedSnowflakeIdGenerator extends NamedKeyGenerator {

    /** The name under which every persistence unit knows this generator. */
    static final String NAME = "snowflake";

    /** For Hibernate. */
    public NamedSnowflakeIdGenerator() {
        super(KeyType.SNOWFLAKE);
    }
}

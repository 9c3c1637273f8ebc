/**
 * Worker ids from a table in the user's own database, under leases that cannot lead to a duplicate id.
 *
 * <p>Start with {@link io.snowkey.registry.JdbcWorkerRegistry}.
 */
@NullMarked
package io.snowkey.registry;

import org.jspecify.annotations.NullMarked;

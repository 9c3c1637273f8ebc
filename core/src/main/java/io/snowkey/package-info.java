/**
 * Unique, time-sortable 64-bit Snowflake ids, created in memory.
 *
 * <p>Start with {@link io.snowkey.SnowflakeGenerator}. A {@link io.snowkey.SnowflakeLayout} says how an id divides its
 * bits. A {@link io.snowkey.WorkerLease} says which ids this process may issue now. A {@link io.snowkey.Claim} is that
 * right, and has the counter. Without a database, a {@link io.snowkey.FileWorkerLease} keeps a worker id safe.
 *
 * <p>{@link io.snowkey.DecodedId} reads an id, {@link io.snowkey.TextForm} writes it as text.
 * {@link io.snowkey.FlakeGenerator} makes ids of 128 bits, which can do without worker ids.
 */
@NullMarked
package io.snowkey;

import org.jspecify.annotations.NullMarked;

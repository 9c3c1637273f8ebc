/**
 * Unique, time-sortable 64-bit Snowflake ids, created without asking anyone.
 *
 * <p>Start with {@link io.snowkey.SnowflakeGenerator}. A {@link io.snowkey.SnowflakeLayout} says how an id divides its
 * bits, a {@link io.snowkey.WorkerLease} says which ids this process may issue now, and a {@link io.snowkey.Claim} is
 * that right, with the counter inside it. Without a database, a {@link io.snowkey.FileWorkerLease} keeps a worker id safe.
 *
 * <p>{@link io.snowkey.DecodedId} reads an id, {@link io.snowkey.TextForm} writes it as text. Where 64 bits are not enough, or
 * no worker ids are to be had, there is {@link io.snowkey.FlakeGenerator}.
 */
@NullMarked
package io.snowkey;

import org.jspecify.annotations.NullMarked;

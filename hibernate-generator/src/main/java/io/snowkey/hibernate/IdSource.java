// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import io.snowkey.SnowflakeLayout;
import org.jspecify.annotations.Nullable;

/**
 * Where the ids of a persistence unit come from. Thread-safe.
 *
 * @param <I> the type of an id
 */
interface IdSource<I> {

    /** The next id. Throws the exceptions of the generator. */
    I next();

    /** The layout of the ids. It is {@code null} if they have none, or if only a first id would show it. */
    default @Nullable SnowflakeLayout layout() {
        return null;
    }

    /** Gives back what this source acquired itself, because the unit is closed. */
    void close();
}

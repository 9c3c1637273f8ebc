// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import io.snowkey.SnowflakeLayout;
import org.jspecify.annotations.Nullable;

/**
 * Where the ids of a persistence unit come from. Thread-safe.
 *
 * @param <I> what an id is
 */
interface IdSource<I> {

    /** The next id. What stands in its way is thrown as the generator throws it. */
    I next();

    /** The layout of the ids, or {@code null} if they have none, or as long as it cannot be known without asking for one. */
    default @Nullable SnowflakeLayout layout() {
        return null;
    }

    /** The unit is gone: gives back what this source acquired itself. */
    void close();
}

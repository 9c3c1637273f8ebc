// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import io.snowkey.SnowflakeLayout;
import org.jspecify.annotations.Nullable;

/** Where the ids of a persistence unit come from. Thread-safe. */
interface IdSource {

    /** The next id. What stands in its way is thrown as the generator throws it. */
    long nextId();

    /** The layout of the ids, or {@code null} as long as that cannot be known without asking for the first one. */
    @Nullable
    SnowflakeLayout layout();

    /** The unit is gone: gives back what this source acquired itself. */
    void close();
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.actuator;

import org.jspecify.annotations.Nullable;

/** Says whether a database was found to have lost a commit. This type can be loaded also where there is no registry. */
interface Regressions {

    /** The message about the last lost commit, or {@code null} if there was none. */
    @Nullable
    String last();
}

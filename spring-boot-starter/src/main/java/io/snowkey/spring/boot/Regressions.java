// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import org.jspecify.annotations.Nullable;

/** Whether a database was found to have lost what it had acknowledged. Known also where there is no registry. */
interface Regressions {

    /** In words, or {@code null} if there was none. */
    @Nullable
    String last();
}

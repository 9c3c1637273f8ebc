// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** Hands on what was given, and leaves the default where nothing was. */
final class Given {

    private Given() {}

    static <T> void to(Consumer<T> setter, @Nullable T value) {
        if (value != null) {
            setter.accept(value);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** Gives a value to a setter. Where there is no value, the default stays. */
final class Given {

    private Given() {}

    static <T> void to(Consumer<T> setter, @Nullable T value) {
        if (value != null) {
            setter.accept(value);
        }
    }
}

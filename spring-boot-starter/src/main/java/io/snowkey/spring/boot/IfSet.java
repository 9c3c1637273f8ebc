// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** Calls a setter where a value is set. Where there is none, the default stays. */
final class IfSet {

    private IfSet() {}

    static <T> void call(Consumer<T> setter, @Nullable T value) {
        if (value != null) {
            setter.accept(value);
        }
    }
}

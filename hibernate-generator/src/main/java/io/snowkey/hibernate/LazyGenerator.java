// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A generator, or a supplier that is asked for one when the first id is needed. A supplier that fails is asked again.
 *
 * @param <G> the type of the generator
 */
final class LazyGenerator<G> {

    // A lock instead of synchronized: a supplier may wait for a lease, and synchronized would pin a virtual thread to
    // its carrier.
    private final ReentrantLock asking = new ReentrantLock();
    private final @Nullable Supplier<? extends G> supplier;
    private volatile @Nullable G generator;

    private LazyGenerator(@Nullable G generator, @Nullable Supplier<? extends G> supplier) {
        this.generator = generator;
        this.supplier = supplier;
    }

    static <G> LazyGenerator<G> of(G generator) {
        return new LazyGenerator<>(generator, null);
    }

    static <G> LazyGenerator<G> by(Supplier<? extends G> supplier) {
        return new LazyGenerator<>(null, supplier);
    }

    /**
     * Takes the generator or the supplier that an application has put under a setting.
     *
     * @throws IllegalArgumentException if it is neither a generator nor a supplier
     */
    static <G> LazyGenerator<G> given(String setting, Class<G> type, Object value) {
        if (type.isInstance(value)) {
            return of(type.cast(value));
        }
        if (value instanceof Supplier<?> supplier) {
            return by(() -> answer(setting, type, supplier.get()));
        }
        throw new IllegalArgumentException("setting '" + setting + "' is " + describe(value) + ": must be an "
                + type.getName() + " or a java.util.function.Supplier of one. Put such an object there, not its name.");
    }

    private static <G> G answer(String setting, Class<G> type, @Nullable Object answer) {
        if (type.isInstance(answer)) {
            return type.cast(answer);
        }
        throw new IllegalStateException("the supplier under setting '" + setting + "' gave " + describe(answer)
                + ": must give an " + type.getName());
    }

    private static String describe(@Nullable Object value) {
        return value == null ? "null" : "a " + value.getClass().getName() + " (" + value + ")";
    }

    G get() {
        G known = generator;
        return known != null ? known : ask();
    }

    /** The generator, or {@code null} if it was not needed yet. */
    @Nullable
    G known() {
        return generator;
    }

    private G ask() {
        asking.lock();
        try {
            G known = generator;
            if (known == null) {
                known = Objects.requireNonNull(supplier).get();
                generator = known;
            }
            return known;
        } finally {
            asking.unlock();
        }
    }
}

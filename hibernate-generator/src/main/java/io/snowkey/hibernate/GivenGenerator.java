// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import org.jspecify.annotations.Nullable;

/** A generator that somebody else made and will close. A supplier is asked for it once, at the first id. */
final class GivenGenerator implements IdSource {

    // No synchronized: a supplier may wait for a lease, and would pin the carrier of a virtual thread meanwhile.
    private final ReentrantLock asking = new ReentrantLock();
    private final @Nullable Supplier<?> supplier;
    private volatile @Nullable SnowflakeGenerator generator;

    private GivenGenerator(@Nullable SnowflakeGenerator generator, @Nullable Supplier<?> supplier) {
        this.generator = generator;
        this.supplier = supplier;
    }

    /**
     * @param setting the value of {@link SnowkeySettings#GENERATOR}
     * @throws IllegalArgumentException if it is neither a generator nor a supplier
     */
    static GivenGenerator of(Object setting) {
        if (setting instanceof SnowflakeGenerator generator) {
            return new GivenGenerator(generator, null);
        }
        if (setting instanceof Supplier<?> supplier) {
            return new GivenGenerator(null, supplier);
        }
        throw new IllegalArgumentException("setting '" + SnowkeySettings.GENERATOR + "' is "
                + describe(setting) + ": must be an " + SnowflakeGenerator.class.getName()
                + " or a java.util.function.Supplier of one. Put such an object there, not its name.");
    }

    @Override
    public long nextId() {
        SnowflakeGenerator known = generator;
        return (known != null ? known : ask()).nextId();
    }

    @Override
    public @Nullable SnowflakeLayout layout() {
        SnowflakeGenerator known = generator;
        return known != null ? known.layout() : null;
    }

    /** Does nothing: the generator belongs to whoever gave it. */
    @Override
    public void close() {}

    private SnowflakeGenerator ask() {
        asking.lock();
        try {
            SnowflakeGenerator known = generator;
            if (known == null) {
                known = answer();
                generator = known;
            }
            return known;
        } finally {
            asking.unlock();
        }
    }

    private SnowflakeGenerator answer() {
        Object answer = supplier != null ? supplier.get() : null;
        if (answer instanceof SnowflakeGenerator given) {
            return given;
        }
        throw new IllegalStateException("the supplier under setting '" + SnowkeySettings.GENERATOR + "' gave "
                + describe(answer) + ": must give an " + SnowflakeGenerator.class.getName());
    }

    private static String describe(@Nullable Object value) {
        return value == null ? "null" : "a " + value.getClass().getName() + " (" + value + ")";
    }
}

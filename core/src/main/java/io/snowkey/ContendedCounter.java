// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The counter that all threads change for each id, with padding on both sides. A processor has to fetch a cache line
 * again after another processor wrote to it. Without the padding, that would hit the fields beside the counter as well.
 * Most of them, such as the end of the claim, are read for every id.
 *
 * <p>A claim extends this class. A counter in an object of its own would cost one more memory access in every call.
 * There are three classes because the JVM may lay out the fields of one class in any order, but never before those of
 * its superclass.
 */
@SuppressWarnings("unused") // two cache lines of room, in longs: some processors fetch them in pairs
final class ContendedCounter {

    private ContendedCounter() {}

    private abstract static class LeadingPadding {
        private long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15;
    }

    private abstract static class Counter extends LeadingPadding {

        private static final VarHandle NEXT;

        static {
            try {
                NEXT = MethodHandles.lookup().findVarHandle(Counter.class, "next", long.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private volatile long next;

        private Counter(long next) {
            this.next = next;
        }

        final long next() {
            return next;
        }

        final boolean compareAndSetNext(long expected, long value) {
            return NEXT.compareAndSet(this, expected, value);
        }
    }

    abstract static class Padded extends Counter {
        private long z0, z1, z2, z3, z4, z5, z6, z7, z8, z9, z10, z11, z12, z13, z14, z15;

        Padded(long next) {
            super(next);
        }
    }
}

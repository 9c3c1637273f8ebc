// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The one word that all threads change for each id, with room on both sides. Whatever shares its cache lines has to be
 * fetched again after every id of another processor, and most of what lies around it, such as the end of the claim, is
 * read for every id.
 *
 * <p>To be extended, for an object of its own would be one more step away from it in every call; and three classes, for
 * the fields of a class may lie in any order, but never before those of its superclass.
 */
@SuppressWarnings("unused") // two cache lines of room, in longs: some processors fetch them in pairs
final class ContendedCounter {

    private ContendedCounter() {}

    private abstract static class RoomBefore {
        private long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15;
    }

    private abstract static class Word extends RoomBefore {

        private static final VarHandle NEXT;

        static {
            try {
                NEXT = MethodHandles.lookup().findVarHandle(Word.class, "next", long.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private volatile long next;

        private Word(long next) {
            this.next = next;
        }

        final long next() {
            return next;
        }

        final boolean compareAndSetNext(long expected, long value) {
            return NEXT.compareAndSet(this, expected, value);
        }
    }

    abstract static class WithRoom extends Word {
        private long z0, z1, z2, z3, z4, z5, z6, z7, z8, z9, z10, z11, z12, z13, z14, z15;

        WithRoom(long next) {
            super(next);
        }
    }
}

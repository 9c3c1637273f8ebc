// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The one word that all threads change for each id, with room on both sides. Whatever shares its cache lines has to be
 * fetched again after every id of another processor, and most of what lies around it, such as the end of the claim, is
 * read for every id.
 */
final class ContendedLong {

    /** Two cache lines, in longs: some processors fetch them in pairs. */
    private static final int ROOM = 16;

    private final AtomicLongArray words = new AtomicLongArray(2 * ROOM);

    ContendedLong(long value) {
        words.set(ROOM, value);
    }

    long get() {
        return words.get(ROOM);
    }

    boolean compareAndSet(long expected, long value) {
        return words.compareAndSet(ROOM, expected, value);
    }

    /** As the one before, but tells what was there. */
    long compareAndExchange(long expected, long value) {
        return words.compareAndExchange(ROOM, expected, value);
    }
}

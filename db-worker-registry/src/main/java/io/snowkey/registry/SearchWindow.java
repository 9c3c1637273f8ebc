// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The worker ids, both ends included, whose rows one statement reads. A small range is read whole. Of a large range, an
 * acquisition reads a part, so what it costs does not grow with the number of processes. Pure: random numbers are
 * passed in.
 *
 * <p>The name of an instance decides where it begins, so it finds the worker id that it held last. Instances with
 * other names begin elsewhere, so a herd of starting processes spreads over the range.
 */
record SearchWindow(long first, long last) {

    /** The size up to which a range is read whole. Every namespace of the default layout is this small. */
    static final long READ_WHOLE = 1024;

    /**
     * How many worker ids of a larger range are read at once. One of them is free, unless nearly the whole range is
     * held.
     */
    static final long SIZE = 256;

    /**
     * The windows to look into, in turn, until something is free. The last one is the whole range: only that window
     * shows that nothing is free.
     *
     * @param retrying whether the last try failed. The first window is then a random one, because processes with the
     *     same name begin in the same place
     */
    static List<SearchWindow> inOrder(
            long first, long last, String instance, boolean retrying, RandomGenerator random) {
        SearchWindow whole = new SearchWindow(first, last);
        if (last - first < READ_WHOLE) {
            return List.of(whole);
        }
        long places = last - first + 2 - SIZE;
        long start = retrying ? random.nextLong(places) : Math.floorMod(spread(instance.hashCode()), places);
        return List.of(at(first + start), at(first + random.nextLong(places)), whole);
    }

    private static SearchWindow at(long first) {
        return new SearchWindow(first, first + SIZE - 1);
    }

    /**
     * Mixes a hash with the finalizer of SplitMix64. So names that differ by a digit, as those of pods do, lie far
     * apart.
     */
    private static long spread(long hash) {
        long mixed = hash * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}

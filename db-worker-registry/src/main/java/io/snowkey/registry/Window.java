// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The worker ids of which one survey reads the rows, both ends included. A small range is read whole. Of a large one,
 * an acquisition reads a part: what it costs does not grow with the number of processes. Pure: random numbers are
 * passed in.
 *
 * <p>An instance begins in a part that follows from its name, so it finds the worker id that it held last. Instances of
 * other names begin elsewhere, so a herd of starting processes spreads over the range.
 */
record Window(long first, long last) {

    /** A range of up to so many worker ids is read whole: what every namespace of the default layout has. */
    static final long WHOLE = 1024;

    /** Of a larger range, so many are read at once. One of them is free, unless nearly the whole range is held. */
    static final long SIZE = 256;

    /**
     * Where to look, in turn, until something is free. The last one is the whole range: only that shows that nothing
     * is.
     *
     * @param again whether somebody else was faster at the last try: then at random, for processes of one name begin
     *     in one place
     */
    static List<Window> inTurn(long first, long last, String instance, boolean again, RandomGenerator random) {
        Window whole = new Window(first, last);
        if (last - first < WHOLE) {
            return List.of(whole);
        }
        long places = last - first + 2 - SIZE;
        long home = again ? random.nextLong(places) : Math.floorMod(spread(instance.hashCode()), places);
        return List.of(at(first + home), at(first + random.nextLong(places)), whole);
    }

    private static Window at(long first) {
        return new Window(first, first + SIZE - 1);
    }

    /** Names that differ by a digit, as those of pods do, go far apart: the finalizer of SplitMix64. */
    private static long spread(long hash) {
        long mixed = hash * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}

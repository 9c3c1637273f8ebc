// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

/**
 * One line of a worker file: a holder of the worker id, and how far it reserved.
 *
 * @param at where the line begins in the file, as its holder expected. A line that lies elsewhere is void
 * @param length its bytes
 * @param holder the random token of the holder, or {@link #NOBODY}
 * @param markMillis no id of this holder with this timestamp or a later one was ever issued
 */
record HolderLine(long at, int length, String holder, long markMillis) {

    /** The holder ended cleanly: it issues no more ids, and its mark is final. */
    static final String NOBODY = "nobody";

    boolean isReleased() {
        return holder.equals(NOBODY);
    }
}

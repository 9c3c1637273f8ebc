// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.snowkey.SnowflakeLayout;
import org.jspecify.annotations.Nullable;

/**
 * The duplicates that the documented limits of the promise cover. They depend on how far this run has gone beyond the
 * promise.
 */
final class Limits {

    static final String CLONES = "clones";
    static final String LOST_COMMITS = "lost commits";

    /** Stands for any worker id. */
    static final long ANY = -1;

    /**
     * Ids with this worker id and these timestamps may be issued twice.
     *
     * @param fromMillis milliseconds since the Unix epoch, in the time of ids
     * @param untilMillis the first millisecond after those
     */
    record Window(String limit, long workerId, long fromMillis, long untilMillis) {}

    private final List<Window> windows = new CopyOnWriteArrayList<>();

    void add(Window window) {
        windows.add(window);
    }

    List<Window> windows() {
        return windows;
    }

    /** The limit that covers a duplicate of this id, or null if none does. */
    @Nullable
    String covering(long id) {
        if (windows.isEmpty() || id < 0) {
            return null;
        }
        var decoded = SnowflakeLayout.DEFAULT.decode(id);
        long millis = decoded.instant().toEpochMilli();
        for (Window window : windows) {
            if ((window.workerId == ANY || window.workerId == decoded.workerId())
                    && millis >= window.fromMillis
                    && millis < window.untilMillis) {
                return window.limit;
            }
        }
        return null;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Several observers that hear the same news.
 *
 * @param observers in the order in which they hear it
 */
record ObserverList<O>(List<O> observers) {

    /**
     * Tells all observers, also those after one that fails.
     *
     * @throws RuntimeException or an {@code Error}: what the first failing observer threw, with what others threw as
     *     suppressed
     */
    void notifyEach(Consumer<O> news) {
        Throwable failure = null;
        for (O observer : observers) {
            try {
                news.accept(observer);
            } catch (RuntimeException | Error e) {
                failure = first(failure, e);
            }
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
    }

    private static Throwable first(@Nullable Throwable before, Throwable now) {
        if (before == null) {
            return now;
        }
        if (before != now) {
            before.addSuppressed(now);
        }
        return before;
    }
}

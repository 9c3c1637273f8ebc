// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong.
 *
 * @param name how it is called on the command line and on the page of results
 * @param what it does, in a few words
 * @param place where it happens: faults of different places may happen at the same time
 * @param limit the documented limit of the promise that it goes beyond, or null if the promise holds in it
 */
record Fault(String name, String what, Place place, @Nullable String limit, Obstacle obstacle, Action action) {

    enum Place {
        WORKER,
        NETWORK,
        DATABASE
    }

    /** Makes it happen. */
    interface Action {
        Held start(Scene scene) throws Exception;
    }

    /** Why it cannot be had in this run, or null if it can. */
    interface Obstacle {
        @Nullable
        String of(Scene scene);
    }

    /**
     * A fault that has begun.
     *
     * @param millis how long it lasts
     * @param end what ends it
     */
    record Held(long millis, End end) {

        interface End {
            void run() throws Exception;
        }

        static final End BY_ITSELF = () -> {};
    }

    /** One that can be had anywhere, and in which the promise holds. */
    static Fault of(String name, Place place, String what, Action action) {
        return new Fault(name, what, place, null, scene -> null, action);
    }

    Fault unless(Obstacle other) {
        return new Fault(name, what, place, limit, other, action);
    }

    Fault beyond(String documentedLimit) {
        return new Fault(name, what, place, documentedLimit, obstacle, action);
    }
}

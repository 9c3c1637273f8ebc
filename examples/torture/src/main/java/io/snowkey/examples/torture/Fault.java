// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong.
 *
 * @param name the name on the command line and on the page of results
 * @param what what it does, in a few words
 * @param place where it happens: faults of different places may happen at the same time
 * @param limit the documented limit of the promise that it goes beyond, or null if the promise holds in it
 */
record Fault(String name, String what, Place place, @Nullable String limit, Obstacle obstacle, Action action) {

    enum Place {
        WORKER,
        NETWORK,
        DATABASE
    }

    /** Makes the fault happen. */
    interface Action {
        Held start(Scene scene) throws Exception;
    }

    /** Says why the fault is not possible in this run, or null if it is. */
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

    /** A fault that is possible everywhere, and in which the promise holds. */
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

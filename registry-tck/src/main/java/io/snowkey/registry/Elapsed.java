// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

/** Measures how long a call took. A clock that is read during the call may seem to be off by so much. */
final class Elapsed {

    private Elapsed() {}

    static long millis(Runnable call) {
        long began = System.nanoTime();
        call.run();
        return (System.nanoTime() - began) / 1_000_000;
    }
}

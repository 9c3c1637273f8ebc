// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

/** How long something took: by so much a clock may seem to be off that is looked at in the middle of it. */
final class Took {

    private Took() {}

    static long millis(Runnable call) {
        long began = System.nanoTime();
        call.run();
        return (System.nanoTime() - began) / 1_000_000;
    }
}

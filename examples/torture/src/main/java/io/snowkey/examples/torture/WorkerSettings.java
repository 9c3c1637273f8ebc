// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.time.Duration;
import java.util.List;

/**
 * The settings on the command line of a worker process.
 *
 * @param generator the name of one of the {@link Generators}
 * @param slot which of the workers that run beside each other it is: 0 or more
 * @param slots how many of them there are
 * @param rate ids per second; 0 for as many as it can
 * @param file the file of its ids; its log and its state are in files beside that
 * @param cloneOf the state of the process that it is a clone of, or empty
 */
record WorkerSettings(
        String generator, String url, String user, int slot, int slots, int rate, String file, String cloneOf) {

    static final Duration HEARTBEAT = Duration.ofSeconds(1);
    static final Duration TTL = Duration.ofSeconds(2);
    static final Duration RESERVATION = Duration.ofSeconds(6);
    static final Duration MAX_SKEW = Duration.ofSeconds(5);

    /**
     * The last worker id of the range, which begins with 0. So there is one worker id more than there are workers. Each
     * is taken over often, and as soon as that is possible.
     */
    int lastWorkerId() {
        return slots;
    }

    List<String> arguments() {
        return List.of(
                generator,
                url,
                user,
                Integer.toString(slot),
                Integer.toString(slots),
                Integer.toString(rate),
                file,
                cloneOf);
    }

    static WorkerSettings of(String[] arguments) {
        return new WorkerSettings(
                arguments[0],
                arguments[1],
                arguments[2],
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]),
                Integer.parseInt(arguments[5]),
                arguments[6],
                arguments[7]);
    }
}

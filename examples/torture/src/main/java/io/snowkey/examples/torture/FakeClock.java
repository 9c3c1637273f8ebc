// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The clock that one process sees, through libfaketime (Debian's package {@code faketime}). It can be set while the
 * process runs. Then only the wall clock changes, and the clock that measures how much time passes stays as it is. Or a
 * process starts with clocks that have a pace. Then both run at that pace, as on a machine whose timer is wrong.
 */
final class FakeClock {

    private static final String RIGHT = "+0";

    private static final Optional<Path> LIBRARY = List.of(
                    "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
                    "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
                    "/usr/lib64/faketime/libfaketimeMT.so.1")
            .stream()
            .map(Path::of)
            .filter(Files::exists)
            .findFirst();

    private final Path file;
    private final boolean used;
    private volatile boolean paced;

    /**
     * @param used whether the process sees this clock at all. Each look at such a clock costs a process some
     *     microseconds.
     */
    FakeClock(Path file, boolean used) throws IOException {
        this.file = file;
        this.used = used && isThere();
        setRight();
    }

    static boolean isThere() {
        return LIBRARY.isPresent();
    }

    boolean isUsed() {
        return used;
    }

    /**
     * The environment variables with which a process that starts now sees this clock. There are none where libfaketime
     * is not installed.
     */
    Map<String, String> environment() {
        Map<String, String> variables = new HashMap<>();
        if (used) {
            variables.put("LD_PRELOAD", LIBRARY.orElseThrow().toString());
            variables.put("FAKETIME_TIMESTAMP_FILE", file.toString());
            variables.put("FAKETIME_CACHE_DURATION", "1"); // seconds until a change is seen
            variables.put("FAKETIME_DISABLE_SHM", "1");
            variables.put("NO_FAKE_STAT", "1");
            // libfaketime has to know which of the monotonic clocks a wait is about. If this is wrong, the waits
            // of a JVM end at once. At another pace with the true monotonic clock, they last for years.
            variables.put("FAKETIME_DONT_FAKE_MONOTONIC", paced ? "0" : "1");
            variables.put("FAKETIME_FORCE_MONOTONIC_FIX", paced ? "1" : "0");
            if (paced) {
                variables.put("FAKETIME_XRESET", "1"); // another pace goes on from the present time
            }
        }
        return variables;
    }

    /** Sets the clock of the process that runs, for instance to {@code +90} or {@code -3600} seconds. */
    void set(String offset) throws IOException {
        if (paced) {
            throw new IllegalStateException("a clock that has a pace cannot be set");
        }
        write(offset);
    }

    /**
     * Gives the next process clocks that are right when it starts, and have a pace from then on. The process before has
     * to have ended.
     *
     * @param pace seconds of this clock in a second, for instance {@code 1.005}
     */
    void runAt(String pace) throws IOException {
        paced = true;
        write(RIGHT + " x" + pace);
    }

    /**
     * Changes the pace while the process runs. Each process sees that at a moment of its own, within two seconds. So
     * the clock of a server with several processes would become several clocks.
     */
    void changePace(String pace) throws IOException {
        if (!paced) {
            throw new IllegalStateException("a clock has a pace only from the start of its process on");
        }
        write("x" + pace);
    }

    /** Sets the clock right. If it has a pace, the process has to have ended. */
    void setRight() throws IOException {
        paced = false;
        write(RIGHT);
    }

    private void write(String text) throws IOException {
        Path whole = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text + "\n");
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }
}

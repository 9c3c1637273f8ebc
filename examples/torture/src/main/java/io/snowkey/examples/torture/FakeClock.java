// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The wall clock that one process sees, through libfaketime (Debian's package {@code faketime}). The clock that
 * measures how much time passes stays as it is.
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
     * The environment variables with which a process sees this clock. There are none where libfaketime is not
     * installed.
     */
    Map<String, String> environment() {
        return !used
                ? Map.of()
                : LIBRARY.<Map<String, String>>map(library -> Map.of(
                                "LD_PRELOAD",
                                library.toString(),
                                "FAKETIME_TIMESTAMP_FILE",
                                file.toString(),
                                "FAKETIME_CACHE_DURATION", // seconds until a change is seen
                                "1",
                                "FAKETIME_DISABLE_SHM",
                                "1",
                                "FAKETIME_DONT_FAKE_MONOTONIC",
                                "1",
                                // Without this, every wait of a JVM on its monotonic clock ends at once.
                                "FAKETIME_FORCE_MONOTONIC_FIX",
                                "0",
                                "NO_FAKE_STAT",
                                "1"))
                        .orElse(Map.of());
    }

    /**
     * Sets the clock, for instance to {@code +90} or {@code -3600} seconds. It always runs at the normal pace: a clock
     * at another pace hangs a JVM now and then.
     */
    void set(String offset) throws IOException {
        Path whole = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), offset + "\n");
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }

    void setRight() throws IOException {
        set(RIGHT);
    }
}

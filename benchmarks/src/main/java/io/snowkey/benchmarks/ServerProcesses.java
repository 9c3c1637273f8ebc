// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The processes of a PostgreSQL server on this machine. Only on Linux. */
final class ServerProcesses {

    private final ProcessHandle server;

    /** By the process that serves one of its connections. */
    ServerProcesses(long backend) {
        this.server = ProcessHandle.of(backend)
                .flatMap(ProcessHandle::parent)
                .orElseThrow(() -> new IllegalStateException("the server does not run on this machine"));
    }

    /** Nanoseconds of processor time that those alive have had. */
    long processorNanos() {
        return Stream.concat(Stream.of(server), server.descendants())
                .mapToLong(process -> processorNanos(process.pid()))
                .sum();
    }

    private static long processorNanos(long process) {
        try {
            String text = Files.readString(Path.of("/proc", Long.toString(process), "schedstat"));
            return Long.parseLong(text.substring(0, text.indexOf(' ')));
        } catch (NoSuchFileException e) {
            return 0; // it ended just now
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

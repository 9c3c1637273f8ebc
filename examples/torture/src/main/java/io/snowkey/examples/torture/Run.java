// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Ids of one process, in ascending order. Its file is open only from the moment at which its second id is due. So
 * thousands of processes that came one after the other need no more than a few files at a time.
 */
final class Run implements Comparable<Run> {

    final int process;
    private final Path file;
    private long id;
    private @Nullable IdReader reader;

    Run(int process, Path file, long first) {
        this.process = process;
        this.file = file;
        this.id = first;
    }

    long id() {
        return id;
    }

    /** Goes on to the next id. Returns false at the end. */
    boolean next() throws IOException {
        IdReader open = reader;
        if (open == null) {
            open = new IdReader(file);
            reader = open;
            open.next(); // the first one is known
        }
        if (!open.next()) {
            open.close();
            return false;
        }
        id = open.id();
        return true;
    }

    @Override
    public int compareTo(Run other) {
        return id != other.id ? Long.compare(id, other.id) : Integer.compare(process, other.process);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads what an {@link IdWriter} wrote. If the process was killed in the middle of its last id, that id is left out.
 */
final class IdReader implements AutoCloseable {

    private final InputStream in;
    private long id;

    IdReader(Path path) throws IOException {
        in = new BufferedInputStream(Files.newInputStream(path), 1 << 15);
    }

    /** Goes on to the next id. Returns false if there is none. */
    boolean next() throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int read = in.read();
            if (read < 0) {
                return false;
            }
            value |= (read & 0x7FL) << shift;
            if (read < 0x80) {
                id += (value >>> 1) ^ -(value & 1);
                return true;
            }
        }
        throw new IOException("not a file of ids: a number without an end");
    }

    /** The present id. */
    long id() {
        return id;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * What a worker file asks of an opened file. Each call does what it says to the file as all processes of this machine see it;
 * only what {@link #sync()} and {@link #syncDirectory()} were called for outlives a power cut. Not thread-safe.
 */
interface FileAccess extends AutoCloseable {

    /**
     * Locks the file, also anew where it counted as locked before.
     *
     * @return whether nobody else has it locked
     */
    boolean lock() throws IOException;

    /** Why the path does not lead to this file any more, or {@code null} if it does. */
    @Nullable
    String gone() throws IOException;

    long length() throws IOException;

    /** As many bytes as there are from a position on, up to a number. */
    byte[] read(long from, int most) throws IOException;

    /** Writes at the end, wherever that is by then: nobody else's bytes are overwritten, nor come in between. */
    void append(byte[] bytes) throws IOException;

    /** Writes over what is there. */
    void write(long at, byte[] bytes) throws IOException;

    /** Puts all that was written on the disk. */
    void sync() throws IOException;

    /** Puts the name of the file on the disk, so that a file made just now is not lost with the power. */
    void syncDirectory() throws IOException;

    @Override
    void close() throws IOException;
}

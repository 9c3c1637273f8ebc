// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * What a worker file needs from an opened file. All processes of this machine see the effect of each call. Only after
 * {@link #sync()} and {@link #syncDirectory()} does it outlive a power cut. Not thread-safe.
 */
interface FileAccess extends AutoCloseable {

    /**
     * Locks the file, again if it is locked already.
     *
     * @return whether the lock is held; {@code false} if another process or lease has it
     */
    boolean lock() throws IOException;

    /** Why the path does not lead to this file any more, or {@code null} if it does. */
    @Nullable
    String gone() throws IOException;

    long length() throws IOException;

    /** As many bytes as there are from a position on, up to a number. */
    byte[] read(long from, int most) throws IOException;

    /**
     * Writes at the end of the file, as one piece. The bytes of other processes are neither overwritten nor in between.
     */
    void append(byte[] bytes) throws IOException;

    /** Writes over what is there. */
    void write(long at, byte[] bytes) throws IOException;

    /** Forces everything that was written to the disk. */
    void sync() throws IOException;

    /** Forces the name of the file to the disk, so that a new file outlives a power cut. */
    void syncDirectory() throws IOException;

    @Override
    void close() throws IOException;
}

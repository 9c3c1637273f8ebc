// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;

/**
 * The high-water mark of a worker id, where it outlives the process: no id with this timestamp or a later one was issued.
 *
 * <p>Calls come in the order {@link #read}, {@link #readAgain}, {@link #take}, then any of {@link #write} and {@link #check},
 * then {@link #release} or none, then {@link #close}. Not thread-safe.
 */
interface DurableMark extends AutoCloseable {

    /**
     * The mark of the last holder, in milliseconds since the Unix epoch; {@link Long#MIN_VALUE} if there was none.
     *
     * @throws WorkerFileException if it cannot be read
     */
    long read();

    /** Whether the last holder ended cleanly, so that nobody can be at work. */
    boolean wasReleased();

    /**
     * Looks whether all is as it was when it was read, after the waiting.
     *
     * @throws WorkerFileException if it changed, so somebody else is at work
     */
    void readAgain();

    /**
     * Becomes the holder.
     *
     * @param markMillis the first mark; nothing can take it back when this returns
     * @return from when on ids may be issued: the mark of the holder before, which it may have moved on until now
     * @throws WorkerFileException if somebody else became the holder first
     */
    long take(long markMillis) throws IOException;

    /**
     * Writes the mark; nothing can take it back when this returns.
     *
     * @throws MarkLostException if this is not the holder any more: the mark does not count then
     * @throws IOException if it cannot be written, or may not be: it does not count either
     */
    void write(long markMillis) throws IOException;

    /**
     * Looks whether this is still the holder.
     *
     * @throws MarkLostException if it is not
     */
    void check() throws IOException;

    /** Writes the last mark, and that nobody holds it. Throws as {@link #write} does. */
    void release(long markMillis) throws IOException;

    @Override
    void close() throws IOException;
}

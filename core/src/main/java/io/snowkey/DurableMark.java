// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;

/**
 * The high-water mark of a worker id, stored outside the process. No id with this timestamp or a later one was issued.
 *
 * <p>Calls come in the order {@link #read}, {@link #readAgain}, {@link #take}, then any of {@link #write} and
 * {@link #check}, then {@link #release} or none, then {@link #close}. Not thread-safe.
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
     * Checks, after the wait, that nothing has changed since {@link #read}.
     *
     * @throws WorkerFileException if it changed: another process is at work
     */
    void readAgain();

    /**
     * Makes this process the holder.
     *
     * @param markMillis the first mark; nothing can take it back when this returns
     * @return the time from which ids may be issued. It is the mark of the last holder, which may have moved it since
     *     {@link #read}
     * @throws WorkerFileException if another process became the holder first
     */
    long take(long markMillis) throws IOException;

    /**
     * Writes the mark; nothing can take it back when this returns.
     *
     * @throws MarkLostException if this process is not the holder any more; the mark does not count then
     * @throws IOException if the mark cannot be written, or if that is unknown; it does not count either
     */
    void write(long markMillis) throws IOException;

    /**
     * Checks that this process is still the holder.
     *
     * @throws MarkLostException if it is not
     */
    void check() throws IOException;

    /** Writes the last mark, and writes that there is no holder. Throws as {@link #write} does. */
    void release(long markMillis) throws IOException;

    @Override
    void close() throws IOException;
}

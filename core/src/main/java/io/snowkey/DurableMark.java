// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;

/** The high-water mark of a worker id, where it outlives the process: no id with this timestamp or a later one was issued. */
interface DurableMark extends AutoCloseable {

    /** The mark, in milliseconds since the Unix epoch; {@link Long#MIN_VALUE} if there is none yet. */
    long read();

    /** Writes the mark; nothing can take it back when this returns. */
    void write(long markMillis) throws IOException;

    @Override
    void close() throws IOException;
}

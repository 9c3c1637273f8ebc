// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes ids into a file. Of each id it writes the difference to the one before, in as few bytes as that needs. Most
 * ids take one or two. A batch goes to the operating system in one piece before anybody else sees an id of it. So a
 * process that is killed leaves all ids that it gave away.
 */
final class IdWriter implements AutoCloseable {

    private static final int LONGEST = 10; // bytes: 64 bits, 7 in each

    private final FileChannel file;
    private ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private long last;

    IdWriter(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    void write(long[] ids, int count) throws IOException {
        if (buffer.capacity() < count * LONGEST) {
            buffer = ByteBuffer.allocate(count * LONGEST);
        }
        buffer.clear();
        for (int i = 0; i < count; i++) {
            long difference = ids[i] - last;
            last = ids[i];
            put((difference << 1) ^ (difference >> 63)); // the sign is the last bit: small numbers are short either way
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
    }

    private void put(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            buffer.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        buffer.put((byte) rest);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

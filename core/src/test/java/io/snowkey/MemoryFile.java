// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** A file in memory that several processes have open, none of which has a lock that holds. */
final class MemoryFile {

    private byte[] content = {};

    synchronized byte[] content() {
        return content.clone();
    }

    synchronized void set(byte[] newContent) {
        content = newContent.clone();
    }

    /** What happens ahead of each operation. */
    interface Before {
        void operation(String name) throws IOException;
    }

    /** The file as a process has it open. */
    class Opened implements FileAccess {

        private final Before before;
        private final List<String> operations = new ArrayList<>();

        Opened(Before before) {
            this.before = before;
        }

        /** What was done to the file so far. */
        List<String> operations() {
            return operations;
        }

        private void operation(String name) throws IOException {
            operations.add(name);
            before.operation(name);
        }

        @Override
        public boolean lock() throws IOException {
            operation("lock");
            return true;
        }

        @Override
        public @Nullable String gone() throws IOException {
            operation("gone");
            return null;
        }

        @Override
        public long length() throws IOException {
            operation("length");
            return content().length;
        }

        @Override
        public byte[] read(long from, int most) throws IOException {
            operation("read");
            byte[] now = content();
            int start = (int) Math.min(from, now.length);
            return Arrays.copyOfRange(now, start, Math.min(now.length, start + most));
        }

        @Override
        public void append(byte[] bytes) throws IOException {
            operation("append");
            synchronized (MemoryFile.this) {
                int end = content.length;
                content = Arrays.copyOf(content, end + bytes.length);
                System.arraycopy(bytes, 0, content, end, bytes.length);
            }
        }

        @Override
        public void write(long at, byte[] bytes) throws IOException {
            operation("write");
            synchronized (MemoryFile.this) {
                content = Arrays.copyOf(content, Math.max(content.length, (int) at + bytes.length));
                System.arraycopy(bytes, 0, content, (int) at, bytes.length);
            }
        }

        @Override
        public void sync() throws IOException {
            operation("sync");
        }

        @Override
        public void syncDirectory() throws IOException {
            operation("sync directory");
        }

        @Override
        public void close() throws IOException {
            operation("close");
        }
    }
}

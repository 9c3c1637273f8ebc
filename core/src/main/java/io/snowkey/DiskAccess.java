// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A file on a disk. Reads and writes do not use a {@code FileChannel}, because that closes itself when its thread is
 * interrupted.
 *
 * <p>The locked bytes lie far behind the content. So systems with mandatory locks let other processes read the content.
 */
final class DiskAccess implements FileAccess {

    /**
     * The positions of two bytes. Each is locked by itself, so that one stays locked while the other is locked anew.
     */
    private static final long[] LOCKED = {Long.MAX_VALUE - 2, Long.MAX_VALUE - 1};

    private final Path path;
    /** The key by which the file system knows the file; {@code null} if the file system has no such keys. */
    private final @Nullable Object key;

    private final RandomAccessFile file;
    private final FileOutputStream end;
    private final @Nullable FileLock[] locks = new @Nullable FileLock[LOCKED.length];

    private DiskAccess(Path path, @Nullable Object key, RandomAccessFile file, FileOutputStream end) {
        this.path = path;
        this.key = key;
        this.file = file;
        this.end = end;
    }

    /** Opens the file, or makes it, with the mode that the process gives to new files. Follows symbolic links. */
    static DiskAccess open(Path path) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new IOException("it is no regular file");
        }
        FileOutputStream end = new FileOutputStream(path.toFile(), true);
        try {
            Object key = key(path);
            RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
            try {
                if (Objects.equals(key, key(path))) {
                    return new DiskAccess(path, key, file, end);
                }
                throw new IOException("another file took its place while it was opened");
            } catch (IOException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            end.close();
            throw e;
        }
    }

    private static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    @Override
    public boolean lock() throws IOException {
        for (int i = 0; i < LOCKED.length; i++) {
            FileLock before = locks[i];
            if (before != null) {
                // If anything in this process closed the same file, the system has given up the lock. Java still takes
                // it for held.
                before.release();
            }
            locks[i] = tryLock(LOCKED[i]);
            if (locks[i] == null) {
                return false;
            }
        }
        return true;
    }

    private @Nullable FileLock tryLock(long position) throws IOException {
        try {
            return file.getChannel().tryLock(position, 1, false);
        } catch (OverlappingFileLockException ofThisProcess) {
            return null;
        }
    }

    @Override
    public @Nullable String gone() throws IOException {
        try {
            return Objects.equals(key, key(path)) ? null : "another file has taken its place";
        } catch (NoSuchFileException e) {
            return "it was deleted";
        }
    }

    @Override
    public long length() throws IOException {
        return file.length();
    }

    @Override
    public byte[] read(long from, int most) throws IOException {
        byte[] bytes = new byte[most];
        int read = 0;
        file.seek(from);
        while (read < most) {
            int more = file.read(bytes, read, most - read);
            if (more < 0) {
                return Arrays.copyOf(bytes, read);
            }
            read += more;
        }
        return bytes;
    }

    @Override
    public void append(byte[] bytes) throws IOException {
        end.write(bytes);
    }

    @Override
    public void write(long at, byte[] bytes) throws IOException {
        file.seek(at);
        file.write(bytes);
    }

    @Override
    public void sync() throws IOException {
        file.getFD().sync();
    }

    @Override
    public void syncDirectory() throws IOException {
        Path directory = path.toRealPath().getParent();
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (AccessDeniedException cannotBeOpened) {
            // This happens on Windows, which does not need it, and if the process may not list the directory.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        try (file) {
            end.close();
        }
    }
}

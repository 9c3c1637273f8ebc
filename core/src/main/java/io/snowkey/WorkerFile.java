// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;

/**
 * The durable high-water mark of a worker id: a few lines of text, sealed by a checksum, and an exclusive lock on them for
 * as long as the file is open. Not thread-safe.
 *
 * <p>It is no {@code FileChannel} that writes, for that closes itself, and gives up the lock, when its thread is interrupted.
 */
final class WorkerFile implements DurableMark {

    private static final String CHECKSUM = "checksum ";
    private static final int LONGEST = 1_024;

    private final Path path;
    private final RandomAccessFile file;
    /** All lines before the mark: they say whose file it is. */
    private final String head;

    private final @Nullable Object key;

    private WorkerFile(Path path, RandomAccessFile file, String head) throws IOException {
        this.path = path;
        this.file = file;
        this.head = head;
        this.key = keyNow();
    }

    /** What the file system knows the file under; {@code null} where it has no such thing. */
    private @Nullable Object keyNow() throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            throw new IOException("it was deleted", e);
        }
    }

    /** Opens and locks the file, or makes it. */
    static WorkerFile open(Path path, SnowflakeLayout layout, String worker) {
        String head = "snowkey worker file 1\nlayout " + layout + "\nworker " + worker + "\nreserved-until-ms ";
        try {
            RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
            if (lock(file)) {
                syncDirectory(path);
                return new WorkerFile(path, file, head);
            }
            file.close();
        } catch (IOException e) {
            throw new WorkerFileException("Worker file " + path + ": cannot be opened: " + e.getMessage(), e);
        }
        throw new WorkerFileException(
                "Worker file " + path + ": is in use by another process, or another lease of this one."
                        + " Give each process a file and a worker id of its own.",
                null);
    }

    /** So that a file made just now is not lost with the power, and its mark with it. */
    private static void syncDirectory(Path path) {
        Path directory = path.toAbsolutePath().getParent();
        if (directory != null) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            } catch (IOException notThere) {
                // Windows has no such thing, and does without.
                return;
            }
        }
    }

    private static boolean lock(RandomAccessFile file) throws IOException {
        try {
            FileLock lock = file.getChannel().tryLock();
            return lock != null;
        } catch (OverlappingFileLockException ofThisProcess) {
            return false;
        }
    }

    @Override
    public long read() {
        try {
            int length = (int) Math.min(file.length(), LONGEST);
            if (length == 0) {
                return Long.MIN_VALUE;
            }
            byte[] bytes = new byte[length];
            file.seek(0);
            file.readFully(bytes);
            return mark(new String(bytes, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new WorkerFileException("Worker file " + path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private long mark(String text) {
        int checked = text.lastIndexOf(CHECKSUM);
        if (checked < 0 || !text.equals(sealed(text.substring(0, checked)))) {
            throw new WorkerFileException(
                    "Worker file " + path
                            + ": is damaged, or no worker file: its checksum does not match. What was issued"
                            + " with it is unknown. If it is a worker file, delete it once every id of this worker lies in"
                            + " the past of the clock.",
                    null);
        }
        if (!text.startsWith(head)) {
            throw new WorkerFileException(
                    "Worker file " + path + ": belongs to another worker id or layout. It says:\n" + text
                            + "and asked for is:\n" + head + "...",
                    null);
        }
        return TextForm.DECIMAL.parse(text.subSequence(head.length(), head.length() + TextForm.DECIMAL.width()));
    }

    @Override
    public void write(long markMillis) throws IOException {
        if (!Objects.equals(key, keyNow())) {
            throw new IOException("another file has taken its place");
        }
        // The same length each time, and short enough for one sector of a disk, which is written as a whole.
        byte[] bytes = sealed(head + TextForm.DECIMAL.format(markMillis) + "\n").getBytes(StandardCharsets.US_ASCII);
        file.seek(0);
        file.write(bytes);
        file.getFD().sync();
    }

    private static String sealed(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return text + CHECKSUM + HexFormat.of().toHexDigits((int) crc.getValue()) + "\n";
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

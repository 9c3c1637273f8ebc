// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * The durable high-water mark of a worker id in a file that processes share. The content of the file decides who holds
 * the worker id. The lock only saves a second process the wait: it vanishes when anything in this process closes the
 * same file.
 *
 * <p>Each holder has a line. Two rules keep the claims of holders apart. They need no clock and no lock, and a process
 * may be paused for any time between any two steps:
 *
 * <ol>
 *   <li><em>Who becomes the holder.</em> A start appends its line. The line says at which position it expects to be: at
 *       the end of the file as it was read. If another process appended meanwhile, the line lies elsewhere, and all
 *       readers take it for void. So one of all that read the same end wins. This is a compare-and-set.
 *   <li><em>From when on it issues.</em> Only its holder writes over a line, to move the mark on. The holder writes the
 *       mark, then looks for a line after its own, and uses the mark only if there is none. A start appends its line,
 *       then reads the mark of the last holder once more, and begins there. So either the holder sees the new line, or
 *       the start sees the new mark.
 * </ol>
 *
 * <p>So a process that wakes up after its end does no harm by what it still writes: it writes over its own line, which
 * nobody reads any more. At its next check it learns that it is not the holder. It learns that as well if somebody
 * changed its line, cut the file, or put another file in its place. Not thread-safe.
 */
final class WorkerFile implements DurableMark {

    /** How many bytes at the end of a long file are read. The newest line that counts is among them. */
    private static final int LOOKED_AT = 256 * WorkerFileFormat.LINE;

    private static final int MOST_READS = 3;
    private static final long BETWEEN_READS_NANOS = 2_000_000;

    private final Path path;
    private final FileAccess file;
    private final WorkerFileFormat format;
    private final String token;

    /** The length of the file when it was read, before the wait. The newest line of that time is {@link #before}. */
    private long end;

    private @Nullable HolderLine before;

    /**
     * Where the line of this holder is. {@link #written} is the last write that succeeded there, {@link #tried} the
     * last attempt.
     */
    private long at;

    private byte[] written = {};
    private byte[] tried = {};

    WorkerFile(Path path, FileAccess file, WorkerFileFormat format, String token) {
        this.path = path;
        this.file = file;
        this.format = format;
        this.token = token;
    }

    /** Opens and locks the file. Creates it if there is none. */
    static WorkerFile open(Path path, SnowflakeLayout layout, String worker) {
        try {
            FileAccess file = DiskAccess.open(path);
            try {
                if (file.lock()) {
                    return new WorkerFile(path, file, new WorkerFileFormat(path, layout, worker), newToken());
                }
            } catch (IOException e) {
                file.close();
                throw e;
            }
            file.close();
        } catch (IOException e) {
            throw new WorkerFileException("Worker file " + path + ": cannot be opened: " + said(e) + ".", e);
        }
        throw inUse(path, "another process, or another lease of this one, has it locked");
    }

    /**
     * A random token that also depends on the moment. Cloned processes may share the state of their random generators.
     */
    private static String newToken() {
        HexFormat hex = HexFormat.of();
        SecureRandom random = new SecureRandom();
        return hex.toHexDigits(random.nextLong())
                + hex.toHexDigits(random.nextLong()
                        ^ System.nanoTime()
                        ^ ProcessHandle.current().pid() << Integer.SIZE);
    }

    @Override
    public long read() {
        try {
            end = file.length();
            before = readAgainIfDamaged(this::newest);
            return mark(before);
        } catch (IOException e) {
            throw new WorkerFileException("Worker file " + path + ": cannot be read: " + said(e) + ".", e);
        }
    }

    private @Nullable HolderLine newest() throws IOException {
        long from = Math.max(0, end - LOOKED_AT);
        byte[] bytes = file.read(from, (int) (end - from));
        int skipped = 0;
        while (from > 0 && skipped < bytes.length && bytes[skipped] != '\n') {
            skipped++; // skips the rest of a line that begins earlier
        }
        HolderLine newest = format.newest(Arrays.copyOfRange(bytes, skipped, bytes.length), from + skipped);
        if (newest == null && end > 0) {
            throw format.damaged("none of its lines is where it says that it is");
        }
        return newest;
    }

    @Override
    public boolean wasReleased() {
        return before != null && before.isReleased();
    }

    @Override
    public void readAgain() {
        long endBefore = end;
        HolderLine lineBefore = before;
        read();
        if (end != endBefore || !Objects.equals(before, lineBefore)) {
            throw inUse(path, "its content changed while this process waited");
        }
    }

    @Override
    public long take(long markMillis) throws IOException {
        at = (end + WorkerFileFormat.LINE - 1) / WorkerFileFormat.LINE * WorkerFileFormat.LINE;
        byte[] line = line(token, markMillis);
        byte[] padded = new byte[(int) (at - end) + line.length];
        Arrays.fill(padded, (byte) '\n');
        System.arraycopy(line, 0, padded, (int) (at - end), line.length);
        file.append(padded);
        file.sync();
        file.syncDirectory();
        if (!Arrays.equals(file.read(at, line.length), line)) {
            throw inUse(path, "another process took it at the same moment");
        }
        written = line;
        tried = line;
        HolderLine last = before;
        HolderLine now = last == null
                ? null
                : readAgainIfDamaged(() -> format.newest(file.read(last.at(), last.length()), last.at()));
        requireHolder();
        return mark(now);
    }

    private static long mark(@Nullable HolderLine line) {
        return line != null ? line.markMillis() : Long.MIN_VALUE;
    }

    @Override
    public void write(long markMillis) throws IOException {
        requireHolder();
        writeOver(line(token, markMillis));
        requireHolder(); // after the write: the second rule
        relock();
    }

    @Override
    public void check() throws IOException {
        requireHolder();
        relock();
    }

    @Override
    public void release(long markMillis) throws IOException {
        requireHolder();
        writeOver(line(HolderLine.NOBODY, markMillis));
    }

    private byte[] line(String holder, long markMillis) {
        return format.line(new HolderLine(at, WorkerFileFormat.LINE, holder, markMillis));
    }

    private void writeOver(byte[] line) throws IOException {
        tried = line;
        file.write(at, line);
        file.sync();
        written = line;
    }

    private void requireHolder() throws IOException {
        String gone = file.gone();
        if (gone != null) {
            throw new MarkLostException(gone, null);
        }
        HolderLine after;
        try {
            after = readAgainIfDamaged(this::after);
        } catch (WorkerFileException e) {
            throw new MarkLostException("something else was written into it", e);
        }
        if (after != null) {
            throw new MarkLostException(
                    after.isReleased()
                            ? "another process took it, and ended since"
                            : "another process took it, and reserved ids up to "
                                    + Instant.ofEpochMilli(after.markMillis()),
                    null);
        }
    }

    /** The newest line after the line of this holder. Checks that its own line is still what it wrote. */
    private @Nullable HolderLine after() throws IOException {
        byte[] bytes = file.read(at, LOOKED_AT);
        byte[] own = Arrays.copyOf(bytes, WorkerFileFormat.LINE);
        if (Arrays.equals(own, tried)) {
            written = tried; // even if the outcome was unknown
        } else if (!Arrays.equals(own, written)) {
            throw new MarkLostException("something else wrote over what this process wrote", null);
        }
        return format.newest(
                Arrays.copyOfRange(bytes, WorkerFileFormat.LINE, bytes.length), at + WorkerFileFormat.LINE);
    }

    /** Reads what another process may be writing at this moment. Damaged content is read again. */
    private static @Nullable HolderLine readAgainIfDamaged(Reading reading) throws IOException {
        for (int i = 1; i < MOST_READS; i++) {
            try {
                return reading.read();
            } catch (WorkerFileException halfWritten) {
                LockSupport.parkNanos(BETWEEN_READS_NANOS);
            }
        }
        return reading.read();
    }

    /** A reading of the file. */
    private interface Reading {
        @Nullable
        HolderLine read() throws IOException;
    }

    /** Takes the lock again, if this process has lost it. */
    private void relock() {
        try {
            file.lock();
        } catch (IOException e) {
            // The content decides, not the lock.
        }
    }

    private static WorkerFileException inUse(Path path, String why) {
        return new WorkerFileException(
                "Worker file " + path + ": is in use by another process, or another lease of this one: " + why
                        + ". Give each process a file and a worker id of its own.",
                null);
    }

    private static String said(IOException e) {
        return e.getMessage() != null ? e.getMessage() : e.getClass().getSimpleName();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

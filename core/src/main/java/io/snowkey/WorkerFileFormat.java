// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the text of a worker file. It has a line of 256 characters for each holder, the newest last:
 *
 * <pre>
 * snowkey-worker-file 2 layout 41t-10w-12s-1ms-1735689600000 worker 7 at 256
 * holder 5f…e1 reserved-until-ms 1767225660000 … 8d2c01fe
 * </pre>
 *
 * <p>The example is shown on two lines. Spaces fill a line. The last 8 characters are the CRC-32 of all before them. A
 * line lies within one sector of a disk, which is written as a whole. There may be empty lines. A file of version 1
 * begins with a {@link WorkerFileVersion1 block} instead, and goes on with lines of this version.
 *
 * <p>Nothing is skipped: a file with anything else in it is damaged.
 */
final class WorkerFileFormat {

    /** The length of a line, its end of line included. */
    static final int LINE = 256;

    private static final String VERSION = "snowkey-worker-file 2 ";
    private static final int CHECKSUM = 8;
    private static final int CHECKED = LINE - CHECKSUM - 1;

    private final Path path;
    /** The beginning of every line of this worker. */
    private final String head;

    private final WorkerFileVersion1 version1;

    WorkerFileFormat(Path path, SnowflakeLayout layout, String worker) {
        this.path = path;
        this.head = VERSION + "layout " + LayoutForm.of(layout) + " worker " + worker + " at ";
        this.version1 = new WorkerFileVersion1(layout, worker);
    }

    byte[] line(HolderLine line) {
        String text = head + line.at() + " holder " + line.holder() + " reserved-until-ms " + line.markMillis();
        byte[] bytes = new byte[LINE];
        Arrays.fill(bytes, (byte) ' ');
        byte[] said = ascii(text);
        System.arraycopy(said, 0, bytes, 0, said.length);
        System.arraycopy(ascii(checksum(bytes, 0, CHECKED)), 0, bytes, CHECKED, CHECKSUM);
        bytes[LINE - 1] = '\n';
        return bytes;
    }

    /**
     * The newest line that is not void, in a file or in the end of one.
     *
     * @param bytes the last bytes of the file
     * @param from where in the file they begin
     * @return {@code null} if there is none
     * @throws WorkerFileException if it is damaged, or of another worker or layout
     */
    @Nullable
    HolderLine newest(byte[] bytes, long from) {
        HolderLine newest = from == 0 ? version1.read(bytes, this) : null;
        int position = newest != null ? newest.length() : 0;
        while (position < bytes.length) {
            if (bytes[position] == '\n') {
                position++;
                continue;
            }
            HolderLine line = parse(bytes, position);
            if (line.at() == from + position) {
                newest = line;
            }
            position += LINE;
        }
        return newest;
    }

    private HolderLine parse(byte[] bytes, int position) {
        if (bytes.length - position < LINE || bytes[position + LINE - 1] != '\n') {
            throw damaged("it has a line that is not " + LINE + " characters long");
        }
        String found = text(bytes, position + CHECKED, CHECKSUM);
        if (!found.equals(checksum(bytes, position, CHECKED))) {
            throw damaged("a checksum does not match");
        }
        String text = text(bytes, position, CHECKED).stripTrailing();
        if (!text.startsWith(head)) {
            throw text.startsWith(VERSION)
                    ? ofAnother(text.substring(VERSION.length()), head.substring(VERSION.length()))
                    : damaged("it has a line of an unknown kind");
        }
        String[] words = text.substring(head.length()).split(" ", -1);
        if (words.length != 5
                || !words[1].equals("holder")
                || words[2].isEmpty()
                || !words[3].equals("reserved-until-ms")) {
            throw damaged("it has a line of an unknown kind");
        }
        return new HolderLine(number(words[0]), LINE, words[2], number(words[4]));
    }

    /** A number as {@link Long#toString(long)} writes it. */
    long number(String text) {
        try {
            long number = Long.parseLong(text);
            if (text.equals(Long.toString(number))) {
                return number;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw damaged("it has something else where a number belongs");
    }

    WorkerFileException damaged(String why) {
        return new WorkerFileException(
                "Worker file " + path + ": is damaged, or no worker file: " + why
                        + ". What was issued with it is unknown. If it is a worker file, stop the process that uses it, and"
                        + " delete the file once every id of this worker lies in the past of the clock.",
                null);
    }

    WorkerFileException ofAnother(String found, String wanted) {
        return new WorkerFileException(
                "Worker file " + path + ": belongs to another worker id or layout. It says " + MessageText.quoted(found)
                        + ", and asked for is " + MessageText.quoted(wanted)
                        + ". Give each worker id a file of its own, and a changed layout a new file.",
                null);
    }

    static String checksum(byte[] bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    /** One character for each byte, so that no two contents have the same text. */
    static String text(byte[] bytes, int from, int length) {
        return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

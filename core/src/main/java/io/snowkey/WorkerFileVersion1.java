// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.snowkey.SnowflakeLayout.Order;
import org.jspecify.annotations.Nullable;

/**
 * Reads the format of the first version of the library: one block of five lines, rewritten in place.
 *
 * <pre>
 * snowkey worker file 1
 * layout timestamp 41 | worker 10 | sequence 12, tick 1 ms, epoch 2025-01-01T00:00:00Z
 * worker 7
 * reserved-until-ms 0000001767225660000
 * checksum 5bd86e5f
 * </pre>
 *
 * <p>It named no holder, so it counts as held. Its text for the layout is written out here, and does not follow
 * {@link SnowflakeLayout#toString()}.
 */
final class WorkerFileVersion1 {

    private static final byte[] FIRST = "snowkey worker file 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final String CHECKSUM = "checksum ";
    private static final int CHECKSUM_DIGITS = 8;
    private static final int LONGEST = 1_024;

    /** The text before the mark. */
    private final String head;

    WorkerFileVersion1(SnowflakeLayout layout, String worker) {
        String workerField = "worker " + layout.workerBits();
        String sequenceField = "sequence " + layout.sequenceBits();
        boolean workerFirst = layout.order() == Order.WORKER_SEQUENCE;
        this.head = "snowkey worker file 1\nlayout timestamp " + layout.timestampBits()
                + " | " + (workerFirst ? workerField : sequenceField)
                + " | " + (workerFirst ? sequenceField : workerField)
                + ", tick " + layout.tick().toMillis() + " ms, epoch " + layout.epoch()
                + "\nworker " + worker + "\nreserved-until-ms ";
    }

    /** The block that a file begins with, or {@code null} if it begins with something else. */
    @Nullable
    HolderLine read(byte[] bytes, WorkerFileFormat format) {
        if (!Arrays.equals(FIRST, Arrays.copyOf(bytes, FIRST.length))) {
            return null;
        }
        String start = WorkerFileFormat.text(bytes, 0, Math.min(bytes.length, LONGEST));
        int checked = start.indexOf('\n' + CHECKSUM) + 1;
        int length = checked + CHECKSUM.length() + CHECKSUM_DIGITS + 1;
        String expected = CHECKSUM + WorkerFileFormat.checksum(bytes, 0, checked) + '\n';
        if (checked == 0 || length > start.length() || !start.startsWith(expected, checked)) {
            throw format.damaged("its checksum does not match");
        }
        String text = start.substring(0, checked);
        if (!text.startsWith(head)) {
            throw otherThan(text, format);
        }
        return new HolderLine(0, length, "of version 1", mark(text.substring(head.length()), format));
    }

    private WorkerFileException otherThan(String text, WorkerFileFormat format) {
        String[] found = text.split("\n", -1);
        String[] wanted = head.split("\n", -1);
        for (int line = 1; line < Math.min(found.length, wanted.length - 1); line++) {
            if (!found[line].equals(wanted[line])) {
                return format.ofAnother(found[line], wanted[line]);
            }
        }
        return format.damaged("it has a line of an unknown kind");
    }

    private static long mark(String text, WorkerFileFormat format) {
        try {
            return TextForm.DECIMAL.parse(text.substring(0, text.length() - 1));
        } catch (IllegalArgumentException e) {
            throw format.damaged("it has something else where a number belongs");
        }
    }
}

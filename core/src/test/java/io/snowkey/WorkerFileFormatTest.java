// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whatever is in a worker file: it is read, or a {@link WorkerFileException} says what to do. */
class WorkerFileFormatTest {

    private static final long MARK = 1_767_225_660_000L;
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    private final WorkerFileFormat format = format(SnowflakeLayout.DEFAULT, "7");

    @TempDir
    private Path directory;

    @Test
    void aLineStaysWhatItIs() {
        byte[] line = format.line(new HolderLine(512, 256, TOKEN, MARK));
        String text = "snowkey-worker-file 2 layout 41t-10w-12s-1ms-1735689600000 worker 7 at 512 holder " + TOKEN
                + " reserved-until-ms 1767225660000";

        assertThat(new String(line, StandardCharsets.US_ASCII))
                .isEqualTo(text + " ".repeat(256 - 9 - text.length()) + "569eaac7\n");
    }

    @Test
    void theLongestLineFits() {
        SnowflakeLayout widest = SnowflakeLayout.builder()
                .epoch(java.time.Instant.parse("0000-01-01T00:00:00Z"))
                .tick(java.time.Duration.ofDays(1))
                .timestampBits(21)
                .workerBits(21)
                .sequenceBits(21)
                .order(SnowflakeLayout.Order.SEQUENCE_WORKER)
                .build();
        WorkerFileFormat flakes = format(widest, "of flakes ffffffffffff");
        long at = Long.MAX_VALUE / 256 * 256 - 256;
        HolderLine longest = new HolderLine(at, 256, TOKEN, Long.MIN_VALUE);

        assertThat(flakes.newest(flakes.line(longest), at)).isEqualTo(longest);
    }

    @Test
    void theNewestLineThatIsWhereItSaysCounts() {
        HolderLine first = new HolderLine(0, 256, TOKEN, 1);
        HolderLine second = new HolderLine(256, 256, HolderLine.NOBODY, -2);
        HolderLine late = new HolderLine(256, 256, TOKEN, 3);
        byte[] file = concat(format.line(first), format.line(second), format.line(late));

        assertThat(format.newest(new byte[0], 0)).isNull();
        assertThat(format.newest(Arrays.copyOf(file, 256), 0)).isEqualTo(first);
        assertThat(format.newest(file, 0)).isEqualTo(second);
        assertThat(format.newest(Arrays.copyOfRange(file, 512, 768), 512)).isNull();
    }

    @Test
    void everyDamagedByteIsNoticedAndEveryCutWithinALine() throws IOException {
        byte[] good = concat(
                format.line(new HolderLine(0, 256, TOKEN, 1)), format.line(new HolderLine(256, 256, TOKEN, MARK)));
        for (int i = 0; i < good.length; i++) {
            byte[] damaged = good.clone();
            damaged[i] ^= 4;
            assertDamaged(damaged);
        }
        for (int length = 1; length < good.length; length++) {
            if (length != 256) { // that is what the file was before
                assertDamaged(Arrays.copyOf(good, length));
            }
        }
        for (String other : new String[] {"a shopping list", "\n\n\n", "\0".repeat(256), "x".repeat(255) + "\n"}) {
            assertRefused(other.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** What the version before this one wrote, byte for byte. */
    @Test
    void readsTheFilesOfVersion1() {
        String held =
                """
                snowkey worker file 1
                layout timestamp 41 | worker 10 | sequence 12, tick 1 ms, epoch 2025-01-01T00:00:00Z
                worker 7
                reserved-until-ms 0000001767225660000
                checksum 4a08614a
                """;
        String sonyflake =
                """
                snowkey worker file 1
                layout timestamp 39 | sequence 8 | worker 16, tick 10 ms, epoch 2014-09-01T00:00:00Z
                worker 7
                reserved-until-ms 0000001767225600000
                checksum 3efd83a6
                """;
        String flakes =
                """
                snowkey worker file 1
                layout timestamp 47 | worker 0 | sequence 16, tick 1 ms, epoch 1970-01-01T00:00:00Z
                worker of flakes 0242ac110002
                reserved-until-ms 0000001767225603000
                checksum 2bf003e2
                """;

        assertThat(format.newest(ascii(held), 0))
                .isEqualTo(new HolderLine(0, held.length(), "of version 1", 1_767_225_660_000L));
        assertThat(format(SnowflakeLayout.SONYFLAKE, "7").newest(ascii(sonyflake), 0))
                .returns(1_767_225_600_000L, HolderLine::markMillis);
        assertThat(format(FlakeGenerator.COUNTER, "of flakes 0242ac110002").newest(ascii(flakes), 0))
                .returns(1_767_225_603_000L, HolderLine::markMillis);
        for (String others : new String[] {sonyflake, flakes}) {
            assertThatThrownBy(() -> format.newest(ascii(others), 0))
                    .isInstanceOf(WorkerFileException.class)
                    .hasMessageContaining("belongs to another worker id or layout");
        }
        for (int i = 0; i < held.length(); i++) {
            byte[] damaged = ascii(held);
            damaged[i] ^= 4;
            assertDamaged(damaged);
            if (i > 0) {
                assertDamaged(Arrays.copyOf(ascii(held), i));
            }
        }
    }

    @Test
    void aForgedChecksumHelpsNobody() {
        String start = "snowkey-worker-file 2 layout 41t-10w-12s-1ms-1735689600000 worker 7 at ";
        assertRefused(checked(start));
        for (String said : new String[] {
            "0",
            "0 holder",
            "0 holder x reserved-until-ms",
            "0 holder x reserved-until-ms ",
            "0 holder  reserved-until-ms 5",
            "0 holder x reserved-until-ms 5 6",
            "0 holder x reserved-until-ms 05",
            "0 holder x reserved-until-ms +5",
            "0 holder x reserved-until-ms 9223372036854775808",
            "x holder x reserved-until-ms 5",
            "0 keeper x reserved-until-ms 5",
            "0 holder x reserved-since-ms 5"
        }) {
            assertDamaged(checked(start + said));
        }
        assertDamaged(checked("snowkey"));
        assertDamaged(checked(""));
        assertDamaged(checked(start + "256 holder x reserved-until-ms 5")); // it lies at 0
        String head = "snowkey worker file 1\nlayout timestamp 41 | worker 10 | sequence 12, tick 1 ms, epoch"
                + " 2025-01-01T00:00:00Z\nworker 7\nreserved-until-ms ";
        for (String said : new String[] {
            head + "\n",
            head + "5\n",
            head + "-000000000000000001\n",
            head + "9999999999999999999\n",
            head + "0000001767225660000 \n"
        }) {
            assertDamaged(checkedVersion1(said));
        }
        assertRefused(checkedVersion1("snowkey worker file 1\n"));
        assertRefused(checkedVersion1(head.substring(0, head.length() - 1) + "\n"));
    }

    @Test
    void whatItQuotesIsShortAndPlain() {
        byte[] forged = checked("snowkey-worker-file 2 \u001b[31m\t\u00e9" + "x".repeat(210));

        assertThatThrownBy(() -> format.newest(forged, 0))
                .isInstanceOf(WorkerFileException.class)
                .hasMessageContaining("It says \"\\u001B[31m\\u0009éxx")
                .hasMessageContaining("xx\"... (217 characters), and asked for is \"layout 41t-10w")
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("\n", "\u001b");
    }

    /** Random bytes, and good files with random changes: cut, doubled, shuffled, changed, with checksums mended or not. */
    @Test
    void everyContentIsReadOrRefusedInWords() {
        Random random = new Random(16);
        byte[] version1 = checkedVersion1("snowkey worker file 1\nlayout timestamp 41 | worker 10 | sequence 12, tick"
                + " 1 ms, epoch 2025-01-01T00:00:00Z\nworker 7\nreserved-until-ms 0000001767225660000\n");
        byte[] version2 = concat(
                format.line(new HolderLine(0, 256, TOKEN, 1)), format.line(new HolderLine(256, 256, TOKEN, MARK)));
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] content =
                    switch (random.nextInt(4)) {
                        case 0 -> noise(random, random.nextInt(800));
                        case 1 -> mutated(random, version1);
                        case 2 -> mutated(random, concat(version1, noise(random, random.nextInt(3)), version2));
                        default -> mutated(random, version2);
                    };
            long from = random.nextInt(3) * 256L;
            try {
                HolderLine newest = format.newest(content, from);
                assertThat(newest == null || newest.at() >= from).isTrue();
            } catch (WorkerFileException e) {
                assertThat(e).hasMessageStartingWith("Worker file worker-7: ").hasMessageEndingWith(".");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(10_000);
    }

    /** Likewise through all of a start: nothing else than the exception comes out, and the content stays. */
    @Test
    void aStartOnAnyContentChangesNothing() throws IOException {
        Random random = new Random(61);
        byte[] good = format.line(new HolderLine(0, 256, TOKEN, MARK));
        Path file = directory.resolve("worker-7");
        for (int i = 0; i < 300; i++) {
            byte[] content = random.nextBoolean() ? mutated(random, good) : noise(random, 1 + random.nextInt(600));
            if (content.length == 0 || Arrays.equals(content, good)) {
                continue;
            }
            Files.write(file, content);
            assertThatThrownBy(() -> FileWorkerLease.builder(file, 7).open())
                    .isInstanceOf(WorkerFileException.class)
                    .hasMessageContaining("delete the file once every id of this worker lies in the past");
            assertThat(Files.readAllBytes(file)).isEqualTo(content);
        }
    }

    private void assertDamaged(byte[] content) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(WorkerFileException.class)
                .hasMessageContaining("is damaged, or no worker file");
    }

    private void assertRefused(byte[] content) {
        assertThatThrownBy(() -> read(content)).isInstanceOf(WorkerFileException.class);
    }

    private long read(byte[] content) {
        MemoryFile file = new MemoryFile();
        file.set(content);
        return new WorkerFile(Path.of("worker-7"), file.new Opened(name -> {}), format, TOKEN).read();
    }

    private static byte[] mutated(Random random, byte[] good) {
        byte[] bytes = good.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0 && bytes.length > 0; changes--) {
            int at = random.nextInt(bytes.length);
            int to = at + random.nextInt(bytes.length - at);
            bytes = switch (random.nextInt(6)) {
                case 0 -> Arrays.copyOf(bytes, at);
                case 1 -> concat(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, to, bytes.length));
                case 2 -> concat(bytes, Arrays.copyOfRange(bytes, at, to));
                case 3 -> concat(Arrays.copyOf(bytes, at), noise(random, 1 + random.nextInt(9)));
                case 4 -> mendedAt(bytes, at / 256 * 256);
                default -> {
                    bytes[at] = (byte) random.nextInt(256);
                    yield bytes;
                }
            };
        }
        return bytes;
    }

    /** A forger would write such a line. */
    private static byte[] mendedAt(byte[] bytes, int at) {
        if (at + 256 <= bytes.length) {
            System.arraycopy(ascii(WorkerFileFormat.checksum(bytes, at, 247)), 0, bytes, at + 247, 8);
        }
        return bytes;
    }

    private static byte[] noise(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] checked(String text) {
        byte[] bytes = Arrays.copyOf(text.getBytes(StandardCharsets.ISO_8859_1), 256);
        Arrays.fill(bytes, text.length(), 247, (byte) ' ');
        bytes[255] = '\n';
        return mendedAt(bytes, 0);
    }

    private static byte[] checkedVersion1(String text) {
        byte[] bytes = ascii(text);
        return concat(bytes, ascii("checksum " + WorkerFileFormat.checksum(bytes, 0, bytes.length) + "\n"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] concat(byte[]... parts) {
        byte[] all = {};
        for (byte[] part : parts) {
            int end = all.length;
            all = Arrays.copyOf(all, end + part.length);
            System.arraycopy(part, 0, all, end, part.length);
        }
        return all;
    }

    private static WorkerFileFormat format(SnowflakeLayout layout, String worker) {
        return new WorkerFileFormat(Path.of("worker-7"), layout, worker);
    }
}

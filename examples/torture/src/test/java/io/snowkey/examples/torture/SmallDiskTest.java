// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Each check has counter-examples: disks that break the rule, which the check has to find. */
final class SmallDiskTest {

    private static final int BLOCK = 4096;

    @TempDir
    private Path directory;

    private SmallDisk mounted() throws IOException, InterruptedException {
        SmallDisk disk = new SmallDisk(directory.resolve("disk"));
        disk.mount();
        assumeTrue(disk.isMounted(), "only root can mount a small disk");
        return withFile(disk);
    }

    /** Shows later whether the disk is still there. */
    private static SmallDisk withFile(SmallDisk disk) throws IOException {
        Files.createFile(disk.root().resolve("file"));
        return disk;
    }

    private static void assertNoWrites(SmallDisk disk) {
        assertThatThrownBy(() -> Files.write(disk.root().resolve("data"), new byte[2 * BLOCK]))
                .isInstanceOf(IOException.class);
    }

    private static void assertWrites(SmallDisk disk) throws IOException {
        Path data = disk.root().resolve("data");
        assertThatCode(() -> Files.write(data, new byte[2 * BLOCK])).doesNotThrowAnyException();
        assertThat(data).hasSize(2 * BLOCK);
        Files.delete(data); // else its blocks have room for the next write
    }

    private static void assertGone(SmallDisk disk) {
        assertThat(disk.root()).isEmptyDirectory();
    }

    @Test
    void nothingCanBeWrittenUntilThereIsRoomAgain() throws IOException, InterruptedException {
        SmallDisk disk = mounted();
        try (disk) {
            disk.fill();
            assertNoWrites(disk);
            disk.free();
            assertWrites(disk);
        }
        assertGone(disk);
    }

    @Test
    void nothingCanBeWrittenWhileItIsReadOnly() throws IOException, InterruptedException {
        SmallDisk disk = mounted();
        try (disk) {
            disk.readOnly(true);
            assertNoWrites(disk);
            disk.readOnly(false);
            assertWrites(disk);
            disk.fill(); // it is as small as before
            assertNoWrites(disk);
        }
        assertGone(disk);
    }

    /** A directory that nobody mounted. This one needs no root. */
    @Test
    void aDiskThatIsNotFullIsFound() throws IOException {
        SmallDisk disk = withFile(new SmallDisk(Files.createDirectories(directory.resolve("disk"))));
        assertFinds(() -> assertNoWrites(disk));
        assertWrites(disk);
        assertFinds(() -> assertGone(disk));
    }

    @Test
    void aDiskWithRoomForThreeBlocksIsFound() throws IOException, InterruptedException {
        try (SmallDisk disk = mounted()) {
            disk.fill();
            Path filling = disk.root().resolve("filling");
            try (var file = FileChannel.open(filling, StandardOpenOption.WRITE)) {
                file.truncate(file.size() - 3 * BLOCK);
            }
            assertFinds(() -> assertNoWrites(disk));
        }
    }

    @Test
    void aDiskThatStaysFullIsFound() throws IOException, InterruptedException {
        try (SmallDisk disk = mounted()) {
            disk.fill();
            assertFinds(() -> assertWrites(disk));
        }
    }

    @Test
    void aDiskThatStaysReadOnlyIsFound() throws IOException, InterruptedException {
        try (SmallDisk disk = mounted()) {
            disk.readOnly(true);
            assertFinds(() -> assertWrites(disk));
        }
    }

    private static void assertFinds(ThrowingCallable check) {
        assertThatThrownBy(check).isInstanceOf(AssertionError.class);
    }
}

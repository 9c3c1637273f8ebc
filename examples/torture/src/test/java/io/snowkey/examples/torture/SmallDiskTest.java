// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

final class SmallDiskTest {

    @TempDir
    private Path directory;

    @Test
    void nothingCanBeWrittenUntilThereIsRoomAgain() throws IOException, InterruptedException {
        try (SmallDisk disk = new SmallDisk(directory.resolve("disk"))) {
            disk.mount();
            assumeTrue(disk.isMounted(), "only root can mount a small disk");
            Path data = disk.root().resolve("data");
            disk.fill();
            assertThatThrownBy(() -> Files.write(data, new byte[8192])).isInstanceOf(IOException.class);
            disk.free();
            Files.write(data, new byte[8192]);
            assertThat(data).hasSize(8192);
        }
        assertThat(directory.resolve("disk")).isEmptyDirectory(); // it is there no longer
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A disk for the data of one database, small enough to be filled. It is a file system in memory, which only root can
 * mount. Where it cannot be mounted, it is a directory like any other, and is never full.
 */
final class SmallDisk implements AutoCloseable {

    /** Three times what a database without much data takes. */
    private static final String SIZE = "size=256m";

    private final Path root;
    private boolean mounted;

    SmallDisk(Path root) {
        this.root = root;
    }

    /** The directory of the files. */
    Path root() {
        return root;
    }

    void mount() throws IOException, InterruptedException {
        Files.createDirectories(root);
        mounted = run("mount", "-t", "tmpfs", "-o", SIZE, "snowkey-torture", root.toString());
    }

    /** Whether the disk can be filled. */
    boolean isMounted() {
        return mounted;
    }

    private Path filling() {
        return root.resolve("filling");
    }

    /** Leaves no room on the disk. */
    void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(filling())) {
            byte[] block = new byte[4096];
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            if (Files.getFileStore(root).getUsableSpace() > 0) {
                throw full;
            }
        }
    }

    void free() throws IOException {
        Files.deleteIfExists(filling());
    }

    /** Mounts it again, read-only or not. Nobody may have a file open on it. */
    void readOnly(boolean on) throws IOException, InterruptedException {
        if (!run("mount", "-o", on ? "remount,ro" : "remount,rw", root.toString())) {
            throw new IOException(root + " cannot be mounted again: has somebody a file open on it?");
        }
    }

    @Override
    public void close() throws IOException {
        if (mounted) {
            try {
                mounted = !run("umount", "-l", root.toString()); // this happens as soon as nobody has a file open on it
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(List.of(command))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false; // there is no such program
        }
    }
}

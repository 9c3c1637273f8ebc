// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** A {@link JdbcOnlyWriter} or a {@link LeasedWriter}, and the keys it knew of. */
final class WriterProcess {

    private final Path file;
    private final Process process;

    private WriterProcess(Path file, TestDatabase database, Class<?> main, String classPath) throws IOException {
        this.file = file;
        this.process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        main.getName(),
                        database.url(),
                        database.username(),
                        database.password(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
    }

    /** A JVM with a lease. */
    static WriterProcess leased(Path file, TestDatabase database) throws IOException {
        return new WriterProcess(file, database, LeasedWriter.class, System.getProperty("java.class.path"));
    }

    /** One that has the driver of the database on its class path, and a class file. */
    static WriterProcess plain(Path file, TestDatabase database) throws IOException {
        Path classes = file.resolveSibling(file.getFileName() + ".classes");
        Path copy = classes.resolve(JdbcOnlyWriter.class.getName().replace('.', '/') + ".class");
        Files.createDirectories(copy.getParent());
        try (InputStream in = JdbcOnlyWriter.class.getResourceAsStream("JdbcOnlyWriter.class")) {
            Files.copy(in, copy);
        }
        return new WriterProcess(
                file, database, JdbcOnlyWriter.class, classes + File.pathSeparator + driver(database.url()));
    }

    private static Path driver(String url) {
        try {
            return Path.of(DriverManager.getDriver(url)
                    .getClass()
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (SQLException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path log() {
        return file.resolveSibling(file.getFileName() + ".log");
    }

    /** Waits until it knows of so many keys more. */
    void awaitKeys(long more) throws IOException, InterruptedException {
        long enough = size() + more * Long.BYTES;
        long began = System.nanoTime();
        while (size() < enough) {
            assertThat(process.isAlive()).as("lives: %s", story()).isTrue();
            assertThat(TimeUnit.NANOSECONDS.toMinutes(System.nanoTime() - began))
                    .as("minutes without keys: %s", story())
                    .isLessThan(10);
            Thread.sleep(2);
        }
    }

    private long size() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private String story() throws IOException {
        return process + " wrote:\n" + Files.readString(log());
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void end() throws IOException, InterruptedException {
        if (process.isAlive()) {
            process.getOutputStream().write('.');
            process.getOutputStream().flush();
        }
        assertThat(process.waitFor(10, TimeUnit.MINUTES))
                .as("ended: %s", story())
                .isTrue();
        assertThat(process.exitValue()).as("ended well: %s", story()).isZero();
    }

    /** Every key it knew of, in the order in which it did. */
    List<Long> keys() {
        try {
            List<Long> keys = new ArrayList<>();
            if (Files.exists(file)) {
                ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
                while (bytes.hasRemaining()) {
                    keys.add(bytes.getLong());
                }
            }
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

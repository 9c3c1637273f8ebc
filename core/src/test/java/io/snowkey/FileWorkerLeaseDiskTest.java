// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.snowkey.IdRefusedException.Reason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What a file lease does when somebody else does something to its file: links, modes, copies, deletions. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its links and modes are others, and open files cannot be moved")
class FileWorkerLeaseDiskTest {

    private static final long START = SettableClock.at("2026-01-01T00:00:00Z").millis();

    private final SettableClock clock = new SettableClock(START);
    private final FakeWaiter waiter = new FakeWaiter(clock);

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("worker-7");
    }

    @Test
    void aSecondLeaseIsRefusedUnderEveryNameOfTheFile() throws IOException {
        Path symbolic = Files.createSymbolicLink(directory.resolve("symbolic"), file);
        try (FileWorkerLease lease = open(file)) {
            Path hard = Files.createLink(directory.resolve("hard"), file);
            Path around = directory.resolve("../" + directory.getFileName() + "/worker-7");
            for (Path name : new Path[] {file, symbolic, hard, around}) {
                assertThatThrownBy(() -> open(name))
                        .isInstanceOf(WorkerFileException.class)
                        .hasMessageContaining("another process, or another lease of this one, has it locked");
            }
            lease.look();
            assertThat(lease.renewalFailure()).isNull();
        }
        open(symbolic).close();
        open(directory.resolve("hard")).close();
    }

    /** Each refusal closed the file, and with it the lock was gone: the heartbeat takes it again. */
    @Test
    void aLockThatWasLostIsTakenAgain() throws IOException, InterruptedException {
        try (FileWorkerLease lease = open(file)) {
            assertThat(lockedForOthers()).isTrue();
            AtomicBoolean reading = new AtomicBoolean(true);
            Thread reader = new Thread(() -> {
                while (reading.get()) {
                    read(file);
                }
            });
            reader.start();
            while (lockedForOthers()) {
                // The heartbeat had just taken it again.
                Thread.onSpinWait();
            }
            reading.set(false);
            reader.join();
            lease.look();
            assertThat(lockedForOthers()).isTrue();
        }
        assertThat(lockedForOthers()).isFalse();
    }

    @Test
    void aLinkToNothingIsMadeSomething() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);

        open(link).close();
        assertThat(file).isRegularFile();
        assertThat(link).isSymbolicLink();
    }

    @Test
    void aLinkThatIsTurnedElsewhereEndsTheLease() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        FileWorkerLease lease = open(link);
        Path elsewhere = Files.createFile(directory.resolve("elsewhere"));
        turn(link, elsewhere);

        assertLost(lease, "another file has taken its place");
        assertThat(elsewhere).isEmptyFile();
    }

    @Test
    void whatIsNoFileIsRefused() throws IOException, InterruptedException {
        assertThatThrownBy(() -> open(directory))
                .isInstanceOf(WorkerFileException.class)
                .hasMessageContaining("cannot be opened: it is no regular file");
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(() -> open(file)).hasMessageContaining("it is no regular file");
        assertThatThrownBy(() -> open(Path.of("/dev/null"))).hasMessageContaining("it is no regular file");
    }

    @Test
    void aNewFileHasTheModeOfNewFilesAndAnOldOneKeepsItsOwn() throws IOException {
        Path ordinary = Files.createFile(directory.resolve("ordinary"));
        open(file).close();
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(ordinary));

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        FileWorkerLease lease = open(file);
        lease.look();
        lease.close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileThatIsDeletedEndsTheLease() throws IOException {
        FileWorkerLease lease = open(file);
        Files.delete(file);

        assertLost(lease, "it was deleted");
        assertThat(file).doesNotExist();
    }

    @Test
    void aFileThatIsMovedAwayEndsTheLease() throws IOException {
        FileWorkerLease lease = open(file);
        Files.move(file, directory.resolve("elsewhere"));

        assertLost(lease, "it was deleted");
    }

    @Test
    void aFileInItsPlaceEndsTheLeaseAndIsNotWritten() throws IOException {
        FileWorkerLease lease = open(file);
        Path other = Files.writeString(directory.resolve("other"), "something else");
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);

        assertLost(lease, "another file has taken its place");
        assertThat(file).hasContent("something else");
    }

    @Test
    void anOldCopyThatIsRestoredIntoTheFileEndsTheLease() throws IOException {
        open(file).close();
        byte[] copy = Files.readAllBytes(file);
        FileWorkerLease lease = open(file);
        Files.write(file, copy);

        assertLost(lease, "something else wrote over what this process wrote");
        assertThat(Files.readAllBytes(file)).isEqualTo(copy);
    }

    /** What the documentation says of copies: another file, which begins after the mark in it, and knows of nothing later. */
    @Test
    void aCopyIsAnotherFile() throws IOException {
        Path copy = directory.resolve("copy");
        try (FileWorkerLease lease = open(file)) {
            Files.copy(file, copy);
            long mark = lease.claim().untilMillis();
            try (FileWorkerLease other = open(copy)) {
                assertThat(other.claim().fromMillis()).isEqualTo(mark);
                lease.look();
                assertThat(lease.renewalFailure()).isNull();
            }
        }
    }

    @Test
    void aDirectoryThatCannotBeReachedForAWhileDoesNotEndTheLease() throws IOException {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path way = Files.createSymbolicLink(directory.resolve("way"), real);
        file = way.resolve("worker-7");
        FileWorkerLease lease = open(file);
        turn(way, way); // nobody can say what is there

        lease.look();
        assertThat(lease.renewalFailure()).hasMessageContaining("cannot be renewed since 2026-01-01T00:00:00Z");
        assertThat(lease.claim().isSealed()).isFalse();
        turn(way, real);
        lease.look();
        assertThat(lease.renewalFailure()).isNull();
        lease.close();
    }

    @Test
    void theFileGrowsByOneLineForEachStart() throws IOException {
        for (int i = 1; i <= 5; i++) {
            FileWorkerLease lease = open(file);
            for (int heartbeat = 0; heartbeat < 3; heartbeat++) {
                clock.advance(30_000);
                lease.look();
            }
            lease.close();
            assertThat(Files.size(file)).isEqualTo(i * 256L);
        }
        assertThat(Files.readAllLines(file)).allMatch(line -> line.contains(" holder nobody "));
    }

    private void assertLost(FileWorkerLease lease, String why) {
        SnowflakeGenerator ids = SnowflakeGenerator.builder()
                .lease(lease)
                .clock(clock)
                .waiter(waiter)
                .build();
        lease.look(); // no more than a look: nothing is due to be written
        assertThat(catchThrowableOfType(IdRefusedException.class, ids::nextId))
                .returns(Reason.LEASE_LOST, IdRefusedException::reason)
                .hasMessageContaining("is not held by this process any more, noticed at 2026-01-01T00:")
                .hasMessageContaining(why);
        ids.close();
    }

    private FileWorkerLease open(Path path) {
        return FileWorkerLease.builder(path, 7)
                .clock(clock)
                .waiter(waiter)
                .reservation(Duration.ofSeconds(60))
                .maxWait(Duration.ofMinutes(2))
                .pause(duration -> {})
                .open();
    }

    /** Lets a link lead elsewhere, without a moment in which there is none. */
    private void turn(Path link, Path target) throws IOException {
        Path next = Files.createSymbolicLink(directory.resolve("next"), target);
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void read(Path path) {
        try {
            Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks another process, for this one has the lock. */
    private boolean lockedForOthers() throws IOException, InterruptedException {
        return FileProcess.tryLock(file) != 0;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.snowkey.FileWorkerLease;
import io.snowkey.IdRefusedException;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.WorkerFileException;
import io.snowkey.WorkerLease;
import io.snowkey.registry.JdbcWorkerRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** A worker id without a database, guarded by a file. */
@ExtendWith(OutputCaptureExtension.class)
@Isolated("reads what the whole process prints")
class WorkerFileTest {

    @TempDir
    private Path directory;

    private Path file;
    private ApplicationContextRunner contexts;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("worker-7");
        contexts = Contexts.bare().withPropertyValues("snowkey.worker-id=7", "snowkey.worker-file.path=" + file);
    }

    @Test
    void guardsAFixedWorkerIdWithoutADataSource() {
        contexts.run(context -> {
            SnowflakeGenerator ids = context.getBean(SnowflakeGenerator.class);
            assertThat(ids.layout().decode(ids.nextId()).workerId()).isEqualTo(7);
            assertThat(file).exists();
            assertThat(context).doesNotHaveBean(JdbcWorkerRegistry.class);
        });
    }

    @Test
    void isOpenedAsTheApplicationStarts() {
        contexts.run(context -> assertThat(file).exists());
    }

    /** The other process of the test is this one: a second lease is refused to it as well. */
    @Test
    void keepsASecondOneFromTheSameFile() {
        contexts.run(context -> contexts.run(second -> assertThat(second)
                .getFailure()
                .rootCause()
                .isInstanceOf(WorkerFileException.class)
                .hasMessageContaining("is in use by another process")));
    }

    @Test
    void letsARestartGoOnAtOnceWithLargerIds() {
        long[] last = new long[1];
        contexts.withPropertyValues("snowkey.worker-file.max-wait=0s", "snowkey.worker-file.reservation=1d")
                .run(context ->
                        last[0] = context.getBean(SnowflakeGenerator.class).nextId());
        contexts.withPropertyValues("snowkey.worker-file.max-wait=0s").run(context -> assertThat(
                        context.getBean(SnowflakeGenerator.class).nextId())
                .isGreaterThan(last[0]));
    }

    /** A lease that nobody closed is what a crash leaves: its mark is a day ahead. */
    @Test
    void refusesAStartAfterACrashUntilTheReservationIsOver() throws IOException {
        Path crashed = directory.resolve("crashed");
        try (FileWorkerLease lease = FileWorkerLease.builder(crashed, 7)
                .reservation(Duration.ofDays(1))
                .open()) {
            assertThat(lease.claim().workerId()).isEqualTo(7);
            Files.copy(crashed, file);
        }
        contexts.run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOf(WorkerFileException.class)
                .hasMessageContaining("may have been issued"));
    }

    @Test
    void isGivenBackWhenTheContextStopsAndTakenAgainWhenItStarts() {
        contexts.run(context -> {
            SnowflakeGenerator ids = context.getBean(SnowflakeGenerator.class);
            long before = ids.nextId();
            context.getSourceApplicationContext().stop();
            try (WorkerLease other = FileWorkerLease.builder(file, 7).open()) {
                assertThat(other.claim().workerId()).isEqualTo(7); // nobody holds the lock
            }
            context.getSourceApplicationContext().start();
            assertThat(ids.nextId()).isGreaterThan(before);
        });
    }

    @Test
    void refusesIdsOnceItsFileWasDeletedUntilTheContextStartsAgain() {
        contexts.run(context -> {
            SnowflakeGenerator ids = context.getBean(SnowflakeGenerator.class);
            long before = ids.nextId();
            Files.delete(file);
            assertThat(refusal(ids))
                    .hasMessageContaining("worker-7: is not held by this process any more")
                    .hasMessageContaining("it was deleted");
            context.getSourceApplicationContext().stop();
            context.getSourceApplicationContext().start();
            assertThat(ids.nextId()).isGreaterThan(before);
        });
    }

    /** Issues ids until one is refused because the lease was lost. */
    private static IdRefusedException refusal(SnowflakeGenerator ids) {
        long deadline = System.nanoTime() + Duration.ofMinutes(10).toNanos();
        while (System.nanoTime() < deadline) {
            try {
                ids.nextId();
            } catch (IdRefusedException e) {
                if (e.reason() == IdRefusedException.Reason.LEASE_LOST) {
                    return e;
                }
            }
        }
        throw new AssertionError("no id was refused within ten minutes");
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(SnowkeyAutoConfiguration.class)
    static class Application {}

    @Test
    void saysWhatToDoWhereTheDirectoryIsMissing(CapturedOutput output) {
        assertThatException().isThrownBy(() -> new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run("--snowkey.worker-id=7", "--snowkey.worker-file.path=" + directory.resolve("nowhere/worker"))
                .close());
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("nowhere/worker")
                .contains("The directory has to exist, and the process has to be allowed to write in it.");
    }
}

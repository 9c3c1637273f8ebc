// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** H2 in a JVM of its own, with its data in a file. */
final class H2Database extends Database {

    private final SmallDisk disk = new SmallDisk(directory.resolve("disk"));

    H2Database(Path directory, boolean ownClock) throws IOException {
        super(directory, ownClock);
    }

    @Override
    void prepare() throws IOException, InterruptedException {
        disk.mount();
    }

    /** Starts H2 again. After a write has failed once, the database stays half open, and nobody else can open it. */
    @Override
    void comeBack() throws IOException, InterruptedException {
        stop(false);
        start();
    }

    @Override
    SmallDisk disk() {
        return disk;
    }

    @Override
    public void close() throws IOException {
        super.close();
        disk.close();
    }

    @Override
    Process launch() throws IOException {
        return Processes.java(
                log(),
                clock.environment(),
                "org.h2.tools.Server",
                List.of(
                        "-tcp",
                        "-tcpPort",
                        Integer.toString(port()),
                        "-baseDir",
                        disk.root().toString(),
                        "-ifNotExists"));
    }

    @Override
    String platform() {
        return "h2";
    }

    /**
     * The URL without the delay of writes. With the delay, a crash takes back what was acknowledged: see the known
     * limits in docs/operating.md.
     */
    @Override
    String url(int port) {
        return "jdbc:h2:tcp://localhost:" + port + "/./torture;WRITE_DELAY=0;FILE_LOCK=FS;LOCK_TIMEOUT=2000";
    }

    @Override
    String workersUser() {
        return "sa";
    }

    @Override
    String adminUser() {
        return "sa";
    }

    @Override
    void terminateSessions(Statement admin) throws SQLException {
        List<Long> sessions = new ArrayList<>();
        try (ResultSet rows = admin.executeQuery(
                "SELECT session_id FROM information_schema.sessions WHERE session_id <> session_id()")) {
            while (rows.next()) {
                sessions.add(rows.getLong(1));
            }
        }
        for (long session : sessions) {
            admin.execute("CALL ABORT_SESSION(" + session + ")");
        }
    }

    /**
     * Starts H2 again on a disk that is mounted read-only. H2 finds that out when it opens the data, and then refuses
     * writes. It cannot be made read-only while it runs.
     */
    @Override
    void readOnly(boolean on) throws IOException, InterruptedException {
        stop(true);
        disk.readOnly(on);
        start();
    }

    @Override
    void readOnly(Statement admin, boolean on) {
        throw new UnsupportedOperationException("H2 cannot be made read-only while it runs");
    }

    @Override
    @Nullable
    String whyNotReadOnly() {
        return disk.isMounted() ? null : "only root can mount a disk that is read-only";
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.snowkey.registry.FaultWorker.Connections;
import io.snowkey.registry.FaultWorker.Obedience;

/**
 * What real processes and a real PostgreSQL did through real faults, for the tests of the protocol. The specification
 * reads it.
 */
public final class RecordedFaults implements AutoCloseable {

    private final Path directory;
    private final RestartableServer server;
    private final StatementAudit audit;
    private final TcpProxy proxy;
    private final List<Path> files = new ArrayList<>();
    private final List<FaultProcess> processes = new ArrayList<>();

    private RecordedFaults(Path directory) throws IOException {
        this.directory = directory;
        server = new RestartableServer(directory.resolve("data"));
        audit = new StatementAudit(server.database());
        proxy = new TcpProxy(server.port());
    }

    /**
     * Has processes killed, paused, cut off from their database, and their table emptied.
     *
     * @param directory an empty directory
     * @return a step per line
     */
    public static List<String> ofTheCode(Path directory) throws Exception {
        try (RecordedFaults it = new RecordedFaults(directory)) {
            FaultProcess killed = it.process(it.server.port(), Obedience.OBEYS);
            FaultProcess paused = it.process(it.server.port(), Obedience.OBEYS);
            FaultProcess remote = it.process(it.proxy.port(), Obedience.OBEYS);
            FaultProcess.awaitIds("their start", List.of(killed, paused, remote));

            killed.kill();
            paused.signal("STOP");
            Thread.sleep(FaultWorker.LONGER_THAN_ANY_CLAIM.toMillis());
            FaultProcess third = it.process(it.proxy.port(), Obedience.OBEYS);
            FaultProcess fourth = it.process(it.server.port(), Obedience.OBEYS);
            FaultProcess fifth = it.process(it.server.port(), Obedience.OBEYS);
            FaultProcess.awaitIds("taking over from the killed and the paused one", List.of(third, fourth, fifth));
            paused.signal("CONT");
            Thread.sleep(FaultWorker.HEARTBEAT.multipliedBy(3).toMillis());
            fifth.end();
            FaultProcess.awaitIds("SIGCONT, and a worker id that became free", List.of(paused, third, fourth, remote));

            it.server.terminateSessions();
            FaultProcess.awaitIds("pg_terminate_backend", List.of(paused, third, fourth, remote));

            it.proxy.set(TcpProxy.Mode.DROP_ANSWERS);
            Thread.sleep(FaultWorker.LONGER_THAN_ANY_CLAIM.toMillis());
            it.proxy.set(TcpProxy.Mode.PASS);
            FaultProcess.awaitIds("answers that were dropped", List.of(paused, third, fourth, remote));

            it.audit.emptyTables();
            Thread.sleep(FaultWorker.HEARTBEAT.multipliedBy(3).toMillis());
            FaultProcess.awaitIds("a table that was emptied", List.of(paused, third, fourth, remote));
            return it.recording();
        }
    }

    /**
     * Has a process paused that leaves its claim alone, until others have taken its worker id.
     *
     * @param directory an empty directory
     * @return a step per line
     */
    public static List<String> ofAProcessThatIgnoresItsClaim(Path directory) throws Exception {
        try (RecordedFaults it = new RecordedFaults(directory)) {
            FaultProcess paused = it.process(it.server.port(), Obedience.IGNORES);
            FaultProcess.awaitIds("its start", List.of(paused));
            paused.signal("STOP");
            Thread.sleep(FaultWorker.LONGER_THAN_ANY_CLAIM.toMillis());
            paused.signal("CONT");
            FaultProcess.awaitIds("SIGCONT", List.of(paused));
            Thread.sleep(FaultWorker.HEARTBEAT.toMillis());
            return it.recording();
        }
    }

    private FaultProcess process(int port, Obedience obedience) throws IOException {
        Path file = directory.resolve("worker-" + files.size());
        FaultProcess process = new FaultProcess(server.database(port), file, obedience, Connections.UNPOOLED, true);
        files.add(file);
        processes.add(process);
        return process;
    }

    /** Kills what is left, and reads what was done. */
    private List<String> recording() throws IOException, SQLException {
        processes.forEach(FaultProcess::kill);
        server.stop(); // a statement that is still on its way is executed, or never
        server.start();
        return StatementLogs.inOrder(files, audit.read());
    }

    @Override
    public void close() throws IOException {
        processes.forEach(FaultProcess::kill);
        proxy.close();
        server.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/** One node of a Galera cluster. */
final class GaleraNode {

    private static final Path PROVIDER = Path.of("/usr/lib/galera/libgalera_smm.so");
    private static final Path SERVER = Path.of("/usr/sbin/mariadbd");
    private static final Path INSTALLER = Path.of("/usr/bin/mariadb-install-db");
    private static final Path COPIER = Path.of("/usr/bin/rsync");

    final int port = Processes.freePort();
    private final int groupPort = Processes.freePort();
    private final int incrementalPort = Processes.freePort();
    private final int copyPort = Processes.freePort();
    private final String name;
    private final Path data;
    private final Path log;
    private @Nullable Process process;

    /** @param directory where the data of the node goes: a directory that the user of the server can reach */
    GaleraNode(String name, Path directory, Path log) throws IOException {
        this.name = name;
        this.data = directory.resolve(name);
        this.log = log;
    }

    static boolean isThere() {
        return List.of(PROVIDER, SERVER, INSTALLER, COPIER).stream().allMatch(Files::exists);
    }

    /** The address at which the other nodes find it. */
    String address() {
        return "127.0.0.1:" + groupPort;
    }

    Path log() {
        return log;
    }

    void prepare() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                INSTALLER.toString(),
                "--no-defaults",
                "--datadir=" + data,
                "--auth-root-authentication-method=normal",
                "--skip-test-db"));
        command.addAll(asUser());
        Processes.run(log, command);
    }

    /**
     * The option that changes the user. Both the server and the program that copies the data of a node to another one
     * refuse to run as root.
     */
    private static List<String> asUser() {
        return System.getProperty("user.name").equals("root") ? List.of("--user=mysql") : List.of();
    }

    /** Starts the node in the cluster of these addresses, with more options. */
    void start(String cluster, Map<String, String> environment, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                SERVER.toString(),
                "--no-defaults",
                "--datadir=" + data,
                "--socket=" + data.resolve("socket"),
                "--pid-file=" + data.resolve("pid"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--max-connections=300",
                "--innodb-log-file-size=8M",
                "--binlog-format=ROW",
                "--innodb-autoinc-lock-mode=2",
                "--wsrep-on=ON",
                "--wsrep-provider=" + PROVIDER,
                "--wsrep-cluster-name=torture",
                "--wsrep-cluster-address=gcomm://" + cluster,
                "--wsrep-node-name=" + name,
                "--wsrep-node-address=" + address(),
                "--wsrep-sst-method=rsync",
                "--wsrep-sst-receive-address=127.0.0.1:" + copyPort,
                "--wsrep-provider-options=gmcast.listen_addr=tcp://" + address() + ";ist.recv_addr=127.0.0.1:"
                        + incrementalPort + ";gcache.size=32M;evs.suspect_timeout=PT3S"));
        command.addAll(asUser());
        command.addAll(List.of(options));
        process = Processes.start(log, environment, command);
    }

    boolean isAlive() {
        Process running = process;
        return running != null && running.isAlive();
    }

    Connection admin() throws SQLException {
        return DriverManager.getConnection(GaleraDatabase.urlOf(port), GaleraDatabase.ADMIN, "");
    }

    /** Whether the node is in the part of the cluster that has the majority, and takes statements. */
    boolean isReady() {
        try (Connection connection = admin();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW STATUS LIKE 'wsrep_ready'")) {
            return rows.next() && rows.getString(2).equals("ON");
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** Cuts the node off from the others, or ends that. */
    void isolate(boolean on) throws SQLException {
        try (Connection connection = admin();
                Statement statement = connection.createStatement()) {
            statement.execute("SET GLOBAL wsrep_provider_options = 'gmcast.isolate=" + (on ? 1 : 0) + "'");
        }
    }

    void signal(String signal) throws IOException, InterruptedException {
        Process running = process;
        if (running != null) {
            Processes.signal(running, signal);
        }
    }

    /** Ends the node, in order or at once. */
    void stop(boolean inOrder) throws IOException, InterruptedException {
        Process running = process;
        if (running == null) {
            return;
        }
        if (inOrder) {
            running.destroy();
            if (!running.waitFor(60, TimeUnit.SECONDS)) {
                Processes.kill(running);
            }
        } else {
            Processes.kill(running);
        }
    }

    void killAtLast() throws IOException {
        Process running = process;
        if (running != null) {
            Processes.killAtLast(running);
        }
    }
}

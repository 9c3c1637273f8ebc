// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * MariaDB Galera with three nodes that all accept writes, from the packages of the operating system. The connections of
 * the workers go to one node after the other, in any state. A fault that ends or freezes the database does that to one
 * node. Every third time it does it to two nodes, so that the third one has no majority.
 */
final class GaleraDatabase extends Database {

    static final String ADMIN = "admin";

    private static final int NODES = 3;
    private static final long PATIENCE_MINUTES = 10;

    private final Path data;
    private final List<GaleraNode> nodes = new ArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private List<GaleraNode> victims = List.of();
    private int faults;

    /** @param ownClock whether the clock of one of the nodes can be set */
    GaleraDatabase(Path directory, boolean ownClock) throws IOException {
        super(directory, ownClock);
        data = Files.createTempDirectory("snowkey-torture-galera");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (int i = 0; i < NODES; i++) {
            nodes.add(new GaleraNode("node-" + i, data, this.directory.resolve("node-" + i + ".log")));
        }
    }

    static boolean isThere() {
        return GaleraNode.isThere();
    }

    static String urlOf(int port) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/torture?connectTimeout=2000&socketTimeout=10000";
    }

    @Override
    void prepare() throws IOException, InterruptedException {
        for (GaleraNode node : nodes) {
            node.prepare();
        }
        Files.writeString(data.resolve("users.sql"), MariaDatabase.USERS);
    }

    @Override
    void start() throws IOException, InterruptedException {
        if (nodes.stream().noneMatch(GaleraNode::isAlive)) {
            GaleraNode first = nodes.get(0);
            first.start(
                    cluster(), environment(first), "--wsrep-new-cluster", "--init-file=" + data.resolve("users.sql"));
            awaitReady(List.of(first));
            for (GaleraNode node : nodes.subList(1, NODES)) {
                node.start(cluster(), environment(node));
                awaitReady(List.of(node)); // one after the other: each copies the data of a node that runs
            }
        } else {
            awaitReady(nodes);
        }
    }

    private String cluster() {
        return nodes.stream().map(GaleraNode::address).collect(Collectors.joining(","));
    }

    /** The environment of a node. Only the clock of the last node can be set. */
    private Map<String, String> environment(GaleraNode node) {
        return nodes.indexOf(node) == NODES - 1 ? clock.environment() : Map.of();
    }

    /** Waits until the nodes take statements. A node that has ended, because it could not join, is started again. */
    private void awaitReady(List<GaleraNode> some) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(PATIENCE_MINUTES);
        for (GaleraNode node : some) {
            while (!node.isReady()) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("a node of Galera does not join within " + PATIENCE_MINUTES + " minutes: see "
                            + node.log());
                }
                for (GaleraNode one : some) {
                    if (!one.isAlive()) {
                        one.start(cluster(), environment(one));
                    }
                }
                Thread.sleep(50);
            }
        }
    }

    /** Chooses the nodes to which the next fault happens. */
    private void chooseVictims() {
        int first = faults % NODES;
        faults++;
        victims =
                faults % 3 == 0 ? List.of(nodes.get(first), nodes.get((first + 1) % NODES)) : List.of(nodes.get(first));
    }

    @Override
    void stop(boolean inOrder) throws IOException, InterruptedException {
        chooseVictims();
        for (GaleraNode victim : victims) {
            victim.stop(inOrder);
        }
    }

    /**
     * Sends a signal to one or two nodes. The signal to go on goes to the same nodes, and waits until all are in the
     * cluster again.
     */
    @Override
    void signal(String name) throws IOException, InterruptedException {
        boolean goesOn = name.equals("CONT");
        if (!goesOn) {
            chooseVictims();
        }
        for (GaleraNode victim : victims) {
            victim.signal(name);
        }
        if (goesOn) {
            awaitReady(nodes);
        }
    }

    /** Cuts one or two nodes off from the others. */
    void cutOff() throws SQLException {
        chooseVictims();
        for (GaleraNode victim : victims) {
            victim.isolate(true);
        }
    }

    void rejoin() throws SQLException, IOException, InterruptedException {
        for (GaleraNode victim : victims) {
            victim.isolate(false);
        }
        awaitReady(nodes);
    }

    @Override
    int port() {
        return nodes.get(0).port;
    }

    @Override
    int workersPort() {
        return nodes.get(Math.floorMod(connections.getAndIncrement(), NODES)).port;
    }

    /** Connects to a node that takes statements. */
    @Override
    Connection admin() throws SQLException {
        for (GaleraNode node : nodes) {
            if (node.isReady()) {
                return node.admin();
            }
        }
        throw new SQLException("no node of Galera is ready");
    }

    @Override
    Process launch() {
        throw new UnsupportedOperationException("its nodes are launched");
    }

    @Override
    String platform() {
        return "mariadb";
    }

    /** The URL with the time-outs that docs/operating.md advises, in milliseconds. */
    @Override
    String url(int port) {
        return urlOf(port);
    }

    @Override
    String workersUser() {
        return "worker";
    }

    @Override
    String adminUser() {
        return ADMIN;
    }

    private interface Order {
        void run(Statement admin) throws SQLException;
    }

    private void onAll(Order order) throws SQLException {
        for (GaleraNode node : nodes) {
            try (Connection connection = node.admin();
                    Statement statement = connection.createStatement()) {
                order.run(statement);
            }
        }
    }

    @Override
    void terminateSessions(Statement admin) throws SQLException {
        onAll(MariaDatabase::killSessions);
    }

    @Override
    void readOnly(Statement admin, boolean on) throws SQLException {
        onAll(statement -> statement.execute("SET GLOBAL read_only = " + (on ? 1 : 0)));
    }

    @Override
    public void close() throws IOException {
        for (GaleraNode node : nodes) {
            node.killAtLast();
        }
        if (!Files.exists(data)) {
            return; // it was closed before
        }
        try (Stream<Path> all = Files.walk(data)) {
            all.sorted(Comparator.reverseOrder()).forEach(GaleraDatabase::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    String whyNoPace() {
        return "it has several servers, which cannot all be started again at once";
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.snowkey.registry.SimLedger.Row;
import io.snowkey.registry.SimSession.Answer;
import io.snowkey.registry.SimSession.Written;
import io.snowkey.registry.SimStatements.Call;
import io.snowkey.registry.SimStatements.Operation;
import io.snowkey.registry.SimStatistics.Event;

/**
 * A real H2 database, in memory and empty, whose clock is the simulation's. After each statement or transaction that
 * writes, the ledger is shown what became of the rows.
 */
final class SimDatabase implements AutoCloseable {

    private static final List<String> TABLES = List.of("snowkey_namespace", "snowkey_worker", "snowkey_holder");

    static final String NOW = "CAST(@sim_now AS BIGINT)";

    /** What the server has not got round to yet, although whoever asked for it has given up on it. */
    private interface Late {
        void run() throws SQLException;
    }

    private final SimWorld world;
    private final SimLedger ledger;
    private final SimRecorder recorder;
    private final String url = "jdbc:h2:mem:" + UUID.randomUUID();
    private final SimSession main;
    private final List<SimSession> sessions = new ArrayList<>();
    private final Deque<SimSession> idle = new ArrayDeque<>();
    private final List<Late> late = new ArrayList<>();
    private int times;

    SimDatabase(SimWorld world, SimLedger ledger, SimRecorder recorder) throws SQLException, IOException {
        this.world = world;
        this.ledger = ledger;
        this.recorder = recorder;
        Connection connection = DriverManager.getConnection(url);
        this.main = new SimSession(connection);
        sessions.add(main);
        try (InputStream script = SimDatabase.class.getResourceAsStream("schema-h2.sql");
                Statement statement = connection.createStatement()) {
            statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
            for (String table : TABLES) {
                statement.execute("CREATE TABLE copy_of_" + table + " AS SELECT * FROM " + table);
            }
        }
    }

    /** The standby is as far as the primary. */
    void replicate() throws SQLException {
        recorder.table("save");
        for (String table : TABLES) {
            main.run("DELETE FROM copy_of_" + table);
            main.run("INSERT INTO copy_of_" + table + " SELECT * FROM " + table);
        }
    }

    /** The standby takes the place of the primary: commits are lost, and so is what was on its way. */
    void goBack() throws SQLException {
        times++;
        late.clear();
        recorder.table("goBack");
        for (SimSession session : sessions) {
            if (session != main && !idle.contains(session) && !session.isAborted()) {
                session.abort();
            }
        }
        for (int i = TABLES.size() - 1; i >= 0; i--) {
            main.run("DELETE FROM " + TABLES.get(i));
        }
        for (String table : TABLES) {
            main.run("INSERT INTO " + table + " SELECT * FROM copy_of_" + table);
        }
        Map<Long, Row> rows = new HashMap<>();
        for (long worker = world.firstWorkerId; worker <= world.lastWorkerId; worker++) {
            Row row = main.row(worker);
            if (row != null) {
                rows.put(worker, row);
            }
        }
        ledger.wentBack(rows);
    }

    /** How often it has gone back. */
    int times() {
        return times;
    }

    /** A statement that is a transaction of its own. */
    Answer execute(Call call, boolean query) throws SQLException {
        Answer answer = main.execute(call, query, world.databaseMillis());
        committed(main);
        return answer;
    }

    SimSession begin() throws SQLException {
        if (idle.isEmpty()) {
            SimSession session = new SimSession(DriverManager.getConnection(url));
            sessions.add(session);
            idle.push(session);
        }
        SimSession session = idle.pop();
        session.begin();
        return session;
    }

    Answer execute(SimSession transaction, Call call, boolean query) throws SQLException {
        if (transaction.isAborted()) {
            throw SimNetwork.broken();
        }
        return transaction.execute(call, query, world.databaseMillis());
    }

    /** Ends a transaction; gives back what it wrote if that was committed. */
    List<Written> end(SimSession transaction, boolean commit) throws SQLException {
        if (transaction.wasAborted()) {
            idle.push(transaction);
            if (commit) {
                throw SimNetwork.broken();
            }
            return List.of();
        }
        transaction.end(commit);
        idle.push(transaction);
        return committed(transaction);
    }

    private List<Written> committed(SimSession session) throws SQLException {
        List<Written> all = session.takeWritten();
        for (Written written : all) {
            Row before = ledger.row(written.call().number("worker"));
            Row after = row(written.call());
            boolean known =
                    recorder.isOn() && before != null && recorded(written.call().number("worker"), before.generation());
            recorder.executed(written.call(), written.count(), before, after, known);
            ledger.written(written, after);
        }
        return all;
    }

    private Row row(Call call) throws SQLException {
        return main.row(call.number("worker"));
    }

    /** Whether the history says who held this worker id under this generation. */
    boolean recorded(long workerId, long generation) {
        try {
            return main.recorded(workerId, generation);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void keepForLater(Call call) {
        late.add(() -> {
            world.note("database", "gets round to " + call);
            execute(call, call.operation() == Operation.RENEW).done();
        });
    }

    /** A transaction whose connection broke: it holds its locks until the server notices, or gets the commit at last. */
    void keepForLater(SimSession transaction, boolean commit) {
        late.add(() -> {
            world.note("database", "gets round to " + (commit ? "committing" : "rolling back") + " a transaction");
            end(transaction, commit);
        });
    }

    /** The server gets round to something. */
    void runLate() {
        if (late.isEmpty()) {
            return;
        }
        world.count(Event.LATE_STATEMENTS);
        long before = ledger.changes();
        try {
            late.remove(world.random.nextInt(late.size())).run();
        } catch (SQLException e) {
            world.note("database", "refuses it, SQLState " + e.getSQLState());
        }
        if (ledger.changes() != before) {
            world.count(Event.LATE_WITH_EFFECT);
        }
    }

    @Override
    public void close() throws SQLException {
        for (SimSession session : sessions) {
            session.close();
        }
    }
}

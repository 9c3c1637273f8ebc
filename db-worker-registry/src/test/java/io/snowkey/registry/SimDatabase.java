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
import java.util.List;
import java.util.UUID;

import io.snowkey.registry.SimLedger.Row;
import io.snowkey.registry.SimSession.Answer;
import io.snowkey.registry.SimSession.Written;
import io.snowkey.registry.SimStatements.Call;
import io.snowkey.registry.SimStatements.Kind;
import io.snowkey.registry.SimTally.Event;

/**
 * A real H2 database, in memory and empty, whose clock is the simulation's. After each statement or transaction that
 * writes, the ledger is shown what became of the rows.
 */
final class SimDatabase implements AutoCloseable {

    static final String NOW = "CAST(@sim_now AS BIGINT)";

    /** What the server has not got round to yet, although whoever asked for it has given up on it. */
    private interface Late {
        void run() throws SQLException;
    }

    private final SimWorld world;
    private final SimLedger ledger;
    private final String url = "jdbc:h2:mem:" + UUID.randomUUID();
    private final SimSession main;
    private final List<SimSession> sessions = new ArrayList<>();
    private final Deque<SimSession> idle = new ArrayDeque<>();
    private final List<Late> late = new ArrayList<>();

    SimDatabase(SimWorld world, SimLedger ledger) throws SQLException, IOException {
        this.world = world;
        this.ledger = ledger;
        Connection connection = DriverManager.getConnection(url);
        this.main = new SimSession(connection);
        sessions.add(main);
        try (InputStream script = SimDatabase.class.getResourceAsStream("schema-h2.sql");
                Statement statement = connection.createStatement()) {
            statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
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
        return transaction.execute(call, query, world.databaseMillis());
    }

    /** Ends a transaction; gives back what it wrote if that was committed. */
    List<Written> end(SimSession transaction, boolean commit) throws SQLException {
        transaction.end(commit);
        idle.push(transaction);
        return committed(transaction);
    }

    private List<Written> committed(SimSession session) throws SQLException {
        List<Written> all = session.takeWritten();
        for (Written written : all) {
            ledger.written(written, row(written.call()));
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
            execute(call, call.kind() == Kind.RENEW).done();
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

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.snowkey.registry.SimLedger.Row;
import io.snowkey.registry.SimStatements.Call;

/** A session of the server, with its prepared statements, and with what it has written since its transaction began. */
final class SimSession implements AutoCloseable {

    /** An answer that is to be given back to the session once it was read; {@code row} is what it made of its row. */
    record Answer(SimSession session, String sql, PreparedStatement statement, int count, ResultSet rows, Row row) {
        void done() {
            session.checkIn(sql, statement);
        }
    }

    /** A statement that was executed when the clock of the database showed this, how many rows it affected, and its row. */
    record Written(Call call, int count, long atMillis, Row row) {}

    private static final String ROW =
            "SELECT generation, holder, expires_at_ms, reserved_until_ms FROM snowkey_worker WHERE worker_id = ?";

    private static final String RECORDED = "SELECT 1 FROM snowkey_holder WHERE worker_id = ? AND generation = ?";

    private final Connection connection;
    private final Map<String, Deque<PreparedStatement>> idle = new HashMap<>();
    private final List<Written> written = new ArrayList<>();
    private long clockShown;

    /** The server has gone back to an earlier time since the transaction began, which it knows nothing of any more. */
    private boolean aborted;

    SimSession(Connection connection) throws SQLException {
        this.connection = connection;
        try (Statement statement = connection.createStatement()) {
            // Whoever holds the lock is paused further up on the stack: waiting in real time would be in vain.
            statement.execute("SET LOCK_TIMEOUT 1");
        }
    }

    Answer execute(Call call, boolean query, long nowMillis) throws SQLException {
        showClock(nowMillis);
        PreparedStatement statement = checkOut(call.sql());
        for (int i = 0; i < call.parameters().size(); i++) {
            statement.setObject(i + 1, call.parameters().get(i));
        }
        ResultSet rows = query ? statement.executeQuery() : null;
        int count = query ? (rows.isBeforeFirst() ? 1 : 0) : statement.executeUpdate();
        Row row = null;
        if (call.writesRow()) {
            row = row(call.number("worker"));
            written.add(new Written(call, count, nowMillis, row));
        }
        return new Answer(this, call.sql(), statement, count, rows, row);
    }

    void begin() throws SQLException {
        connection.setAutoCommit(false);
    }

    void end(boolean commit) throws SQLException {
        if (commit) {
            connection.commit();
        } else {
            connection.rollback();
            written.clear();
        }
        connection.setAutoCommit(true);
    }

    void abort() throws SQLException {
        end(false);
        aborted = true;
    }

    /** Whether it was; only once. */
    boolean wasAborted() {
        boolean was = aborted;
        aborted = false;
        return was;
    }

    boolean isAborted() {
        return aborted;
    }

    /** What was written since this was last asked, and is committed. */
    List<Written> takeWritten() {
        List<Written> all = List.copyOf(written);
        written.clear();
        return all;
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    Row row(long workerId) throws SQLException {
        PreparedStatement statement = checkOut(ROW);
        statement.setLong(1, workerId);
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? new Row(rows.getLong(1), rows.getString(2), rows.getLong(3), rows.getLong(4)) : null;
        } finally {
            checkIn(ROW, statement);
        }
    }

    boolean recorded(long workerId, long generation) throws SQLException {
        PreparedStatement statement = checkOut(RECORDED);
        statement.setLong(1, workerId);
        statement.setLong(2, generation);
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next();
        } finally {
            checkIn(RECORDED, statement);
        }
    }

    private void showClock(long nowMillis) throws SQLException {
        if (clockShown != nowMillis) {
            clockShown = nowMillis;
            String sql = "SET @sim_now = ?";
            PreparedStatement statement = checkOut(sql);
            statement.setLong(1, nowMillis);
            statement.execute();
            checkIn(sql, statement);
        }
    }

    private PreparedStatement checkOut(String sql) throws SQLException {
        Deque<PreparedStatement> statements = idle.get(sql);
        return statements == null || statements.isEmpty() ? connection.prepareStatement(sql) : statements.pop();
    }

    private void checkIn(String sql, PreparedStatement statement) {
        idle.computeIfAbsent(sql, s -> new ArrayDeque<>()).push(statement);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

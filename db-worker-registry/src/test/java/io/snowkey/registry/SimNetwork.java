// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;

import io.snowkey.registry.SimLedger.Row;
import io.snowkey.registry.SimSession.Answer;
import io.snowkey.registry.SimSession.Written;
import io.snowkey.registry.SimStatements.Call;
import io.snowkey.registry.SimStatements.Operation;
import io.snowkey.registry.SimStatistics.Event;

/**
 * The way of one simulated process to the database. Anything may happen while a statement or its answer travels, and
 * either may get lost.
 */
final class SimNetwork {

    /** After so many statements of one operation there is an outage: it may try again and again for half a minute. */
    private static final int MOST_STATEMENTS = 60;

    /** In percent: how often a proxy or a driver runs a statement twice. */
    private static final int REPLAYS = 4;

    private final SimWorld world;
    private final SimDatabase database;
    private final SimStatements statements;
    private final SimProcess process;
    private final SimRecorder recorder;
    private final boolean failuresPassForSuccess;
    private boolean cutOff;
    private int connections;
    private int lockedOut;
    /** How often the database had gone back when the present connection was made. */
    private int times;

    SimNetwork(
            SimWorld world,
            SimDatabase database,
            SimStatements statements,
            SimProcess process,
            SimRecorder recorder,
            boolean failuresPassForSuccess) {
        this.world = world;
        this.database = database;
        this.statements = statements;
        this.process = process;
        this.recorder = recorder;
        this.failuresPassForSuccess = failuresPassForSuccess;
    }

    void cutOff(boolean cutOff) {
        this.cutOff = cutOff;
    }

    void operationBegins() {
        connections = 0;
        lockedOut = 0;
    }

    void connect() throws SQLException {
        // Who holds the lock may be paused until this operation ends.
        if (cutOff || lockedOut > 2 || ++connections > MOST_STATEMENTS) {
            world.count(Event.REFUSED_CONNECTIONS);
            throw refused();
        }
        times = database.times();
    }

    Answer send(Transaction transaction, String sql, List<Object> parameters, boolean query) throws SQLException {
        Call call = process.leaving(statements.call(sql, parameters));
        recorder.asked(process, call);
        try {
            Answer answer = send(transaction, call, query);
            if (transaction == null) {
                recorder.heard(call);
            } else {
                transaction.unheard.add(call);
            }
            return answer;
        } catch (SQLException e) {
            recorder.gaveUp(call);
            throw e;
        }
    }

    private Answer send(Transaction transaction, Call call, boolean query) throws SQLException {
        try {
            process.mayPause(call.acquires() || call.operation() == Operation.RELEASE ? 50 : 20);
        } catch (SimCrash crash) {
            if (transaction == null && call.writes() && world.chance(50)) {
                database.keepForLater(call); // it had been sent already
            }
            throw crash;
        }
        travel();
        requireTheSameServer(call);
        if (world.chance(world.trouble)) {
            return transaction == null ? fail(call, query) : transaction.fail(call, query);
        }
        if (transaction == null && call.mayBeReplayed() && world.chance(REPLAYS)) {
            world.count(Event.REPLAYS);
            recorder.runsTwice(call);
            executed(transaction, call, query).done();
            requireTheSameServer(call);
        }
        Answer answer = executed(transaction, call, query);
        if (call.mayBeReplayed() && isGranted(call, answer) && world.chance(REPLAYS)) {
            recorder.runsLater(call);
            database.keepForLater(call);
        }
        requireNeed(call, answer);
        if (transaction == null && call.writesRow()) {
            process.acknowledged(call, answer.count(), answer.row());
        }
        return answer;
    }

    /** Whoever is connected to a server that failed is not connected to the one that takes its place. */
    private void requireTheSameServer(Call call) throws SQLException {
        if (times != database.times()) {
            world.note(process, call + ": the server is gone");
            throw broken();
        }
    }

    /**
     * What was refused is not run again much later: a question that was taken back after that might be granted then,
     * once the clock of the database is another one.
     */
    private static boolean isGranted(Call call, Answer answer) {
        return call.operation() != Operation.RENEW
                || (answer.row() != null && answer.row().reservedMillis() >= call.number("until"));
    }

    private void requireNeed(Call call, Answer answer) {
        boolean asks = call.operation() == Operation.RENEW || call.operation() == Operation.RELEASE;
        Row row = answer.row();
        if (asks
                && answer.count() == 0
                && world.faults == SimWorld.FaultModel.PLAIN
                && row != null
                && row.generation() == call.generation()
                && call.text("holder").equals(row.holder())) {
            world.broken(SimRule.NOT_REFUSED_WITHOUT_NEED, call + " of " + process + " was refused, with " + row);
        }
    }

    private Answer executed(Transaction transaction, Call call, boolean query) throws SQLException {
        Answer answer;
        try {
            answer = transaction == null
                    ? database.execute(call, query)
                    : database.execute(transaction.session, call, query);
            if (transaction == null && call.writesRow()) {
                process.executed(call, answer.count());
            }
        } catch (SQLException e) {
            world.note(process, call + ": refused by the database, SQLState " + e.getSQLState());
            if (SqlStates.isRolledBack(e)) {
                world.count(Event.LOCKED_OUT);
                lockedOut++;
            }
            throw e;
        }
        world.note(process, call + (query ? "" : ": " + answer.count()));
        try {
            process.mayPause(call.operation() == Operation.RENEW ? 20 : 40);
        } catch (SimCrash crash) {
            answer.done();
            throw crash;
        }
        travel();
        return answer;
    }

    private Answer fail(Call call, boolean query) throws SQLException {
        switch (world.random.nextInt(4)) {
            case 0 -> {
                world.count(Event.REFUSED_CONNECTIONS);
                return failed(call, refused());
            }
            case 1 -> {
                world.count(Event.ROLLED_BACK);
                return failed(call, rolledBack());
            }
            case 2 -> {
                world.count(Event.LOST_ANSWERS);
                executed(null, call, query).done();
            }
            default -> {
                if (call.writes()) {
                    database.keepForLater(call);
                    process.mayPause(30);
                }
            }
        }
        return failed(call, broken());
    }

    private Answer failed(Call call, SQLException failure) throws SQLException {
        world.note(process, call + ": " + failure.getMessage());
        if (failuresPassForSuccess && call.operation() == Operation.RENEW) {
            return database.execute(
                    statements.call("SELECT " + SimDatabase.NOW + " AS heartbeat_at_ms, 1 AS extended", List.of()),
                    true);
        }
        throw failure;
    }

    private void travel() {
        world.pass(world.latencyMillis + world.between(0, 2));
    }

    Transaction begin() throws SQLException {
        return new Transaction(database.begin());
    }

    /** A transaction of several statements, as long as the connection holds. */
    final class Transaction {

        private SimSession session;
        /** What was executed in it, and is not committed yet. */
        private final List<Call> unheard = new ArrayList<>();

        private Transaction(SimSession session) {
            this.session = session;
        }

        void commit() throws SQLException {
            boolean sent = world.chance(50);
            try {
                commit(sent);
                unheard.forEach(recorder::heard);
            } catch (SQLException e) {
                unheard.forEach(recorder::gaveUp);
                throw e;
            } finally {
                unheard.clear();
            }
        }

        private void commit(boolean sent) throws SQLException {
            try {
                process.mayPause(20);
                travel();
                if (!world.chance(world.trouble)) {
                    acknowledge(end(true));
                    return;
                }
                failToCommit();
            } catch (SimCrash crash) {
                breakOff(sent);
                throw crash;
            }
        }

        private void acknowledge(List<Written> all) throws SQLException {
            process.mayPause(20);
            travel();
            for (Written written : all) {
                process.acknowledged(written.call(), written.count(), written.row());
            }
        }

        private void failToCommit() throws SQLException {
            switch (world.random.nextInt(3)) {
                case 0 -> {
                    world.count(Event.ROLLED_BACK);
                    end(false);
                    throw rolledBack();
                }
                case 1 -> {
                    world.count(Event.LOST_ANSWERS);
                    end(true);
                }
                default -> breakOff(true);
            }
            process.mayPause(30);
            world.note(process, "COMMIT: connection lost");
            throw broken();
        }

        private Answer fail(Call call, boolean query) throws SQLException {
            if (world.chance(30)) {
                world.count(Event.ROLLED_BACK);
                throw rolledBack();
            }
            if (world.chance(50)) {
                world.count(Event.LOST_ANSWERS);
                executed(this, call, query).done();
            }
            world.note(process, call + ": connection lost");
            breakOff(false);
            throw broken();
        }

        /** Whether it was committed or rolled back, so that the next statement begins another one. */
        boolean isOver() {
            return session == null;
        }

        void rollback() throws SQLException {
            if (session != null) {
                end(false);
            }
            forgetUnheard();
        }

        private void forgetUnheard() {
            unheard.forEach(recorder::gaveUp);
            unheard.clear();
        }

        /** The connection is not used any more. */
        void leave() throws SQLException {
            if (process.isDead()) {
                breakOff(false);
            } else if (session != null) {
                end(true);
            }
            forgetUnheard();
        }

        private List<Written> end(boolean commit) throws SQLException {
            SimSession ended = session;
            session = null;
            List<Written> all = database.end(ended, commit);
            for (Written written : all) {
                process.executed(written.call(), written.count());
            }
            return all;
        }

        private void breakOff(boolean commitSent) {
            if (session != null) {
                database.keepForLater(session, commitSent);
                session = null;
            }
        }
    }

    private static SQLException refused() {
        return new SQLTransientConnectionException("Connection refused (by the simulation)", "08001");
    }

    private static SQLException rolledBack() {
        return new SQLTransactionRollbackException("Deadlock (by the simulation)", "40001");
    }

    static SQLException broken() {
        return new SQLNonTransientConnectionException("Connection reset (by the simulation)", "08006");
    }
}

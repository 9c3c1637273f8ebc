// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A real database whose commits fail, with auto-commit and without. Distributed databases do so: a statement
 * succeeds, and its commit finds that another process was faster.
 */
final class CommitFaults {

    /** What becomes of a commit. */
    enum Fault {
        /** The commit is rolled back, and the database says so: SQLState 40001. */
        ROLLED_BACK("40001", false),
        /** The commit is rolled back, and nobody knows: SQLState 40003. */
        DOUBTFUL_AND_ROLLED_BACK("40003", false),
        /** The commit is done, and nobody knows: SQLState 40003. */
        DOUBTFUL_AND_DONE("40003", true),
        /** The commit is done, and the connection breaks before the answer: SQLState 08006. */
        BROKEN_AND_DONE("08006", true);

        private final String state;
        private final boolean done;

        Fault(String state, boolean done) {
            this.state = state;
            this.done = done;
        }
    }

    private final DataSource target;
    private final boolean autoCommit;
    private final AtomicInteger left = new AtomicInteger();
    private volatile Fault fault = Fault.ROLLED_BACK;

    CommitFaults(DataSource target, boolean autoCommit) {
        this.target = target;
        this.autoCommit = autoCommit;
    }

    /** Sets what becomes of the next commits of writes, and of how many. */
    void next(int commits, Fault fault) {
        this.fault = fault;
        left.set(commits);
    }

    /** How many of these commits are still to come. */
    int left() {
        return left.get();
    }

    DataSource source() {
        return (DataSource) Proxy.newProxyInstance(
                CommitFaults.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (p, method, args) ->
                        method.getName().equals("getConnection") ? connection() : invoke(target, method, args));
    }

    private Connection connection() throws SQLException {
        Connection real = target.getConnection();
        boolean before = real.getAutoCommit();
        real.setAutoCommit(false); // from here on, this class commits
        boolean[] committing = {autoCommit};
        boolean[] wrote = {false};
        return (Connection) Proxy.newProxyInstance(
                CommitFaults.class.getClassLoader(), new Class<?>[] {Connection.class}, (p, method, args) -> {
                    switch (method.getName()) {
                        case "getAutoCommit" -> {
                            return committing[0];
                        }
                        case "setAutoCommit" -> {
                            boolean on = (boolean) args[0];
                            if (on && !committing[0]) {
                                commit(real, wrote);
                            }
                            committing[0] = on;
                            return null;
                        }
                        case "commit" -> {
                            commit(real, wrote);
                            return null;
                        }
                        case "close" -> {
                            try (real) {
                                if (!real.isClosed()) {
                                    real.rollback();
                                    real.setAutoCommit(before);
                                }
                            }
                            return null;
                        }
                        case "prepareStatement" -> {
                            boolean writes = writes(String.valueOf(args[0]));
                            return statement(
                                    (PreparedStatement) invoke(real, method, args), real, committing, wrote, writes);
                        }
                        default -> {
                            return invoke(real, method, args);
                        }
                    }
                });
    }

    /** Whether a statement writes. On some databases a query updates, and shows the rows as they are then. */
    private static boolean writes(String sql) {
        return !sql.stripLeading().startsWith("SELECT") || sql.contains("UPDATE ");
    }

    private PreparedStatement statement(
            PreparedStatement real, Connection connection, boolean[] committing, boolean[] wrote, boolean writes) {
        return (PreparedStatement) Proxy.newProxyInstance(
                CommitFaults.class.getClassLoader(), new Class<?>[] {PreparedStatement.class}, (p, method, args) -> {
                    Object result = invoke(real, method, args);
                    if (method.getName().startsWith("execute")) {
                        wrote[0] |= writes;
                        if (committing[0]) {
                            commit(connection, wrote);
                        }
                    }
                    return result;
                });
    }

    private void commit(Connection real, boolean[] wrote) throws SQLException {
        boolean fails = wrote[0] && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
        wrote[0] = false;
        Fault now = fault;
        if (fails && !now.done) {
            real.rollback();
        } else {
            real.commit();
        }
        if (fails) {
            throw new SQLException(now + " (by the test)", now.state);
        }
    }

    private static Object invoke(Object real, Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(real, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}

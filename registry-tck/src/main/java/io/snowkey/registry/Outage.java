// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A real database behind a network that fails when told to. */
final class Outage implements DataSource {

    enum Mode {
        /** Nothing fails. */
        NONE,
        /** No connection can be had. */
        NO_CONNECTION,
        /** A statement takes effect, but its answer gets lost. */
        LOST_ANSWER
    }

    private final DataSource target;
    private volatile Mode mode = Mode.NONE;

    private final AtomicInteger rollBacks = new AtomicInteger();

    /** How many more connections can be had. */
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

    Outage(DataSource target) {
        this.target = target;
    }

    void set(Mode mode) {
        this.mode = mode;
    }

    /** Lets the database roll back this many of the next statements, as if because of others. */
    void rollBack(int statements) {
        rollBacks.set(statements);
    }

    /** Lets this many more connections be had. */
    void breakAfter(int connections) {
        left.set(connections);
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (mode == Mode.NO_CONNECTION
                || left.getAndUpdate(n -> n == Integer.MAX_VALUE ? n : Math.max(0, n - 1)) == 0) {
            throw new SQLTransientConnectionException("Connection refused (by the test)", "08001");
        }
        Connection connection = target.getConnection();
        return mode == Mode.LOST_ANSWER || rollBacks.get() > 0 ? troubled(Connection.class, connection) : connection;
    }

    /** Passes on every call, except statements that are rolled back. The answer of a statement may get lost. */
    private <T> T troubled(Class<T> type, T real) {
        return type.cast(
                Proxy.newProxyInstance(Outage.class.getClassLoader(), new Class<?>[] {type}, (p, method, args) -> {
                    boolean statement = method.getName().startsWith("execute");
                    if (statement && rollBacks.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                        throw new SQLTransactionRollbackException("Deadlock (by the test)", "40001");
                    }
                    Object result;
                    try {
                        result = method.invoke(real, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (mode == Mode.LOST_ANSWER && takesEffect(method.getName(), real)) {
                        throw new SQLNonTransientConnectionException("Connection reset (by the test)", "08006");
                    }
                    return result instanceof PreparedStatement prepared
                            ? troubled(PreparedStatement.class, prepared)
                            : result;
                }));
    }

    /** Whether a call takes effect. A statement does with auto-commit; otherwise the commit does. */
    private static boolean takesEffect(String method, Object real) throws SQLException {
        return real instanceof Statement statement
                ? method.startsWith("execute") && statement.getConnection().getAutoCommit()
                : method.equals("commit");
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return target.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        target.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        target.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return target.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return target.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return target.isWrapperFor(type);
    }
}

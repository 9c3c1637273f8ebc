// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A real database behind a network that fails when told to. */
final class Outage implements DataSource {

    enum Mode {
        /** All goes well. */
        NONE,
        /** There is no connection to be had. */
        NO_CONNECTION,
        /** A statement takes effect, but its answer gets lost. */
        LOST_ANSWER
    }

    private final DataSource target;
    private volatile Mode mode = Mode.NONE;

    Outage(DataSource target) {
        this.target = target;
    }

    void set(Mode mode) {
        this.mode = mode;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (mode == Mode.NO_CONNECTION) {
            throw new SQLTransientConnectionException("Connection refused (by the test)", "08001");
        }
        Connection connection = target.getConnection();
        return mode == Mode.LOST_ANSWER ? losing(Connection.class, connection) : connection;
    }

    /** Passes every call on; the answer of the first one that changes a row gets lost. */
    private static <T> T losing(Class<T> type, T real) {
        return type.cast(
                Proxy.newProxyInstance(Outage.class.getClassLoader(), new Class<?>[] {type}, (p, method, args) -> {
                    Object result;
                    try {
                        result = method.invoke(real, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (method.getName().startsWith("executeUpdate")
                            || method.getName().equals("executeQuery")) {
                        throw new SQLNonTransientConnectionException("Connection reset (by the test)", "08006");
                    }
                    return result instanceof java.sql.PreparedStatement statement
                            ? losing(java.sql.PreparedStatement.class, statement)
                            : result;
                }));
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

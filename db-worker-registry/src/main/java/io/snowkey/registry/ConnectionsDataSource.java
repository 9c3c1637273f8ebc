// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import javax.sql.DataSource;

import io.snowkey.WorkerLeaseProvider.Connections;
import org.jspecify.annotations.Nullable;

/** Offers lent connections as a data source. Closing a connection gives it back. */
record ConnectionsDataSource(Connections<?> connections) implements DataSource {

    @Override
    public Connection getConnection() throws SQLException {
        return borrow(connections);
    }

    private static <C> Connection borrow(Connections<C> connections) throws SQLException {
        try {
            C lent = connections.open();
            if (lent instanceof Connection connection) {
                return (Connection) Proxy.newProxyInstance(
                        ConnectionsDataSource.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        new ReturnOnClose(connection, () -> connections.giveBack(lent)));
            }
            throw new SQLException("a " + Connection.class.getName() + " was to be lent, and not " + lent);
        } catch (SQLException | RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new SQLException("no connection: " + failed.getMessage(), failed);
        }
    }

    private interface ReturnAction {
        void run() throws Exception;
    }

    /** Passes every call to the connection, except {@code close}, which gives the connection back. */
    private record ReturnOnClose(Connection connection, ReturnAction returnAction, AtomicBoolean returned)
            implements InvocationHandler {

        ReturnOnClose(Connection connection, ReturnAction returnAction) {
            this(connection, returnAction, new AtomicBoolean());
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            if (method.getName().equals("close")) {
                if (!returned.getAndSet(true)) {
                    returnAction.run();
                }
                return null;
            }
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
        }
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("connections are lent as they are");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("is no wrapper of " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;

import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;

/** One connection to H2 for each thread, which stays open. So H2's opening and closing is not explored. */
final class PerThreadConnections implements DataSource, InvocationHandler {

    private static final ThreadLocal<@Nullable Connection> MINE = new ThreadLocal<>();

    private final JdbcDataSource database = new JdbcDataSource();

    PerThreadConnections() {
        database.setURL("jdbc:h2:mem:interleavings;DB_CLOSE_DELAY=-1;INIT=RUNSCRIPT FROM"
                + " 'classpath:io/snowkey/registry/schema-h2.sql'");
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (MINE.get() == null) {
            MINE.set(database.getConnection());
        }
        return (Connection) Proxy.newProxyInstance(
                PerThreadConnections.class.getClassLoader(), new Class<?>[] {Connection.class}, this);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.getName().equals("close") ? null : method.invoke(MINE.get(), arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * A pool with its own settings over a given one. It limits the connections and sets each of them up. It checks whether
 * a connection comes back as it was handed out, and puts it back as it was before.
 */
final class ConfiguredPool {

    /** Sets a connection up before it is handed out. */
    interface Setup {
        void on(Connection connection) throws SQLException;
    }

    private final DataSource target;
    private final Semaphore connections;
    private final Setup setup;
    private final List<String> changes = new CopyOnWriteArrayList<>();

    ConfiguredPool(DataSource target, int connections, Setup setup) {
        this.target = target;
        this.connections = new Semaphore(connections, true);
        this.setup = setup;
    }

    /** What came back changed: as it was handed out, and as it came back. */
    List<String> changes() {
        return List.copyOf(changes);
    }

    DataSource source() {
        return (DataSource) Proxy.newProxyInstance(
                ConfiguredPool.class.getClassLoader(), new Class<?>[] {DataSource.class}, (p, method, args) -> {
                    if (method.getName().equals("getConnection")) {
                        return connection();
                    }
                    return invoke(target, method, args);
                });
    }

    private Connection connection() throws SQLException, InterruptedException {
        if (!connections.tryAcquire(5, TimeUnit.MINUTES)) {
            throw new SQLTransientConnectionException("No connection within 5 min (by the test)");
        }
        try {
            Connection real = target.getConnection();
            boolean autoCommit = real.getAutoCommit();
            int isolation = real.getTransactionIsolation();
            setup.on(real);
            String before = state(real);
            return (Connection) Proxy.newProxyInstance(
                    ConfiguredPool.class.getClassLoader(), new Class<?>[] {Connection.class}, (p, method, args) -> {
                        if (!method.getName().equals("close")) {
                            return invoke(real, method, args);
                        }
                        try (real) {
                            if (!real.isClosed()) {
                                note(before, state(real));
                                real.setAutoCommit(autoCommit);
                                real.setTransactionIsolation(isolation);
                            }
                        } finally {
                            connections.release();
                        }
                        return null;
                    });
        } catch (SQLException | RuntimeException e) {
            connections.release();
            throw e;
        }
    }

    private void note(String before, String after) {
        if (!after.equals(before)) {
            changes.add(before + " came back with " + after);
        }
    }

    private static String state(Connection connection) throws SQLException {
        return "auto-commit " + connection.getAutoCommit() + ", isolation " + connection.getTransactionIsolation()
                + ", time-out " + timeout(connection) + ", read-only " + connection.isReadOnly();
    }

    private static String timeout(Connection connection) {
        try {
            return Integer.toString(connection.getNetworkTimeout());
        } catch (SQLException unsupported) {
            return "none";
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

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.snowkey.registry.TestDatabase;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;

/**
 * A connection provider that can be seen into, and turned off. As those of a transaction manager do, it gives a thread that
 * already has a connection the same one again.
 */
final class TrackedConnections implements ConnectionProvider {

    private static final long serialVersionUID = 1;

    private final transient TestDatabase database;
    private final transient Map<Thread, Lent> lent = new HashMap<>();
    private final AtomicInteger statements = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private volatile boolean down;

    TrackedConnections(TestDatabase database) {
        this.database = database;
    }

    void setDown(boolean down) {
        this.down = down;
    }

    /** Statements made so far, by whomever. */
    int statements() {
        return statements.get();
    }

    int opened() {
        return opened.get();
    }

    /** Those that are lent now. */
    synchronized int lent() {
        return lent.size();
    }

    @Override
    public synchronized Connection getConnection() throws SQLException {
        if (down) {
            throw new SQLException("the network is down");
        }
        Lent mine = lent.get(Thread.currentThread());
        if (mine == null) {
            Connection real = DriverManager.getConnection(database.url(), database.username(), database.password());
            mine = new Lent(real, tracked(real), new AtomicInteger());
            lent.put(Thread.currentThread(), mine);
            opened.incrementAndGet();
        }
        mine.times.incrementAndGet();
        return mine.connection;
    }

    @Override
    public synchronized void closeConnection(Connection connection) throws SQLException {
        for (Map.Entry<Thread, Lent> entry : Map.copyOf(lent).entrySet()) {
            if (entry.getValue().connection == connection
                    && entry.getValue().times.decrementAndGet() == 0) {
                lent.remove(entry.getKey());
                entry.getValue().real.close();
            }
        }
    }

    private Connection tracked(Connection real) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "equals" -> {
                            return proxy == arguments[0];
                        }
                        case "close" -> throw new SQLException("must go back to the provider");
                        case "prepareStatement", "createStatement" -> {
                            if (down) {
                                throw new SQLException("the network is down");
                            }
                            statements.incrementAndGet();
                        }
                        default -> {}
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public boolean supportsAggressiveRelease() {
        return false;
    }

    @Override
    public boolean isUnwrappableAs(Class<?> type) {
        return false;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        throw new UnsupportedOperationException();
    }

    private record Lent(Connection real, Connection connection, AtomicInteger times) {}
}

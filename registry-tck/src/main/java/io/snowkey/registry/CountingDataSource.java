// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** Counts the statements that go to a data source, and the rows that come from it. */
final class CountingDataSource {

    private final AtomicLong statements = new AtomicLong();
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong rollBacks = new AtomicLong();
    private final DataSource counted;

    CountingDataSource(DataSource target) {
        this.counted = counting(DataSource.class, target);
    }

    DataSource counted() {
        return counted;
    }

    long statements() {
        return statements.get();
    }

    /** How many rows were read. */
    long rows() {
        return rows.get();
    }

    /** How many times the database rolled back because of others. */
    long rollBacks() {
        return rollBacks.get();
    }

    private <T> T counting(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                CountingDataSource.class.getClassLoader(), new Class<?>[] {type}, (p, method, args) -> {
                    if (method.getName().startsWith("execute")) {
                        statements.incrementAndGet();
                    }
                    Object result = invoke(real, method, args);
                    if (real instanceof ResultSet && method.getName().equals("next") && result.equals(true)) {
                        rows.incrementAndGet();
                    }
                    if (result instanceof ResultSet read) {
                        return counting(ResultSet.class, read);
                    }
                    if (result instanceof PreparedStatement statement) {
                        return counting(PreparedStatement.class, statement);
                    }
                    return result instanceof Connection connection ? counting(Connection.class, connection) : result;
                }));
    }

    private Object invoke(Object real, Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(real, args);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SQLException failed) {
                if (SqlStates.isRolledBack(failed)) {
                    rollBacks.incrementAndGet();
                }
                throw failed;
            }
            throw e;
        }
    }
}

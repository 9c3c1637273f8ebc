// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;

/** Counts the statements that are executed on the connections of a data source. */
final class StatementCounter {

    private final LongAdder executed = new LongAdder();

    long executed() {
        return executed.sum();
    }

    /** The same data source, counted. */
    DataSource on(DataSource target) {
        return counted(DataSource.class, target);
    }

    private <T> T counted(Class<T> type, Object target) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (target instanceof Statement && method.getName().startsWith("execute")) {
                executed.increment();
            }
            Object result;
            try {
                result = method.invoke(target, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            Class<?> returned = method.getReturnType();
            return returned == Connection.class
                            || returned == Statement.class
                            || returned == PreparedStatement.class
                            || returned == CallableStatement.class
                    ? counted(returned, result)
                    : result;
        }));
    }
}

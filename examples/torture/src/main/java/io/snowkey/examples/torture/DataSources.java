// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import javax.sql.DataSource;

/** Data sources that need no library. */
final class DataSources {

    private DataSources() {}

    /** Opens a new connection at every call. */
    static DataSource unpooled(String url, String user) {
        return implement(DataSource.class, (method, arguments) -> switch (method) {
            case "getConnection" -> DriverManager.getConnection(url, user, "");
            case "isWrapperFor" -> false;
            default -> throw new UnsupportedOperationException(method);
        });
    }

    /** Changes the statements on their way to the database. */
    static DataSource changing(DataSource inner, Mutant mutant) {
        return (DataSource) Proxy.newProxyInstance(
                DataSources.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Object result = invoke(() -> method.invoke(inner, arguments));
                    return result instanceof Connection connection ? changing(connection, mutant) : result;
                });
    }

    private static Connection changing(Connection inner, Mutant mutant) {
        return (Connection) Proxy.newProxyInstance(
                DataSources.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        arguments[0] = mutant.of((String) arguments[0]);
                    }
                    return invoke(() -> method.invoke(inner, arguments));
                });
    }

    private interface Call {
        Object call() throws Exception;
    }

    private static Object invoke(Call call) throws Throwable {
        try {
            return call.call();
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private interface Behaviour {
        Object of(String method, Object[] arguments) throws Exception;
    }

    private static <T> T implement(Class<T> type, Behaviour behaviour) {
        return type.cast(Proxy.newProxyInstance(
                DataSources.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> behaviour.of(method.getName(), arguments)));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

import io.snowkey.registry.SimSession.Answer;

/** As much of JDBC as the registry uses, over a {@link SimNetwork}. What it does not use is refused, so that it is noticed. */
final class SimConnection implements InvocationHandler {

    private static final DatabaseMetaData METADATA =
            proxy(DatabaseMetaData.class, (proxy, method, arguments) -> "H2"); // asked for the product alone

    private final SimNetwork network;
    private final boolean autoCommit;
    private SimNetwork.Transaction transaction;

    private SimConnection(SimNetwork network, boolean autoCommit) {
        this.network = network;
        this.autoCommit = autoCommit;
    }

    static DataSource dataSource(SimNetwork network, boolean autoCommit) {
        return proxy(DataSource.class, (proxy, method, args) -> {
            if (!method.getName().equals("getConnection")) {
                throw new UnsupportedOperationException(method.toString());
            }
            network.connect();
            return proxy(Connection.class, new SimConnection(network, autoCommit));
        });
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] args) throws SQLException {
        return switch (method.getName()) {
            case "prepareStatement" -> statement((String) args[0]);
            case "getAutoCommit" -> autoCommit;
            case "isClosed" -> false;
            case "getMetaData" -> METADATA;
            case "getNetworkTimeout" -> 0;
            case "setNetworkTimeout" -> null;
            case "commit" -> {
                transaction.commit();
                yield null;
            }
            case "rollback" -> {
                if (transaction != null) {
                    transaction.rollback();
                }
                yield null;
            }
            case "close" -> {
                if (transaction != null) {
                    transaction.leave();
                }
                yield null;
            }
            default -> throw new UnsupportedOperationException(method.toString());
        };
    }

    private Answer send(String sql, List<Object> parameters, boolean query) throws SQLException {
        if (!autoCommit && (transaction == null || transaction.isOver())) {
            transaction = network.begin();
        }
        return network.send(transaction, sql, parameters, query);
    }

    private PreparedStatement statement(String sql) {
        List<Object> parameters = new ArrayList<>();
        List<Answer> answers = new ArrayList<>();
        return proxy(PreparedStatement.class, (proxy, method, args) -> {
            switch (method.getName()) {
                case "setObject" -> {
                    if (!args[0].equals(parameters.size() + 1)) {
                        throw new UnsupportedOperationException("parameters out of order");
                    }
                    parameters.add(args[1]);
                    return null;
                }
                case "executeQuery", "executeUpdate" -> {
                    boolean query = method.getName().equals("executeQuery");
                    Answer answer = send(sql, List.copyOf(parameters), query);
                    answers.add(answer);
                    return query ? (Object) answer.rows() : (Object) answer.count();
                }
                case "close" -> {
                    answers.forEach(Answer::done);
                    answers.clear();
                    return null;
                }
                default -> throw new UnsupportedOperationException(method.toString());
            }
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(SimConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}

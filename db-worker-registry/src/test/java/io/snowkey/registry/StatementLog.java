// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;

import io.snowkey.Claim;
import io.snowkey.WorkerLease;
import org.postgresql.PGConnection;

/**
 * Writes down in a file which statements of the registry a process sends to PostgreSQL, and what becomes of each. It
 * also writes what the process sees of its claim. Each line is in the file before the process goes on. So a process
 * that is killed has told all that it did. {@link StatementLogs} puts the files of several processes together.
 */
final class StatementLog implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 100; // it stands in a statement, and any other time-out is cut out

    /** What the values are that a recording of the protocol tells. */
    private static final Set<String> TOLD =
            Set.of("generation", "worker", "holder", "ownNow", "until", "from", "told", "token", "mark");

    /** How much of its claim a process uses up between two lines, in milliseconds. */
    private static final long STEP_MILLIS = 500;

    /** A statement of the registry, and the names of its parameters. */
    private record Known(RegistryStatement which, List<String> names) {}

    private final FileChannel file;
    private final Map<String, Known> known = new HashMap<>();
    private long number;
    private long until;
    private long highWater;

    private StatementLog(FileChannel file) {
        this.file = file;
        WorkerTable.statements(new PostgreSql(), "snowkey_", TIMEOUT_MILLIS)
                .forEach((which, sql) -> known.put(withoutTimeout(sql.sql()), new Known(which, sql.names())));
    }

    /** The log of the process whose ids are in this file. */
    static StatementLog beside(Path ids) throws IOException {
        return new StatementLog(
                FileChannel.open(fileBeside(ids), StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND));
    }

    static Path fileBeside(Path ids) {
        return ids.resolveSibling(ids.getFileName() + ".statements");
    }

    private static String withoutTimeout(String sql) {
        return sql.replaceAll("'lock_timeout', '\\d+'", "'lock_timeout'");
    }

    private synchronized void write(Object... words) {
        String line = List.of(words).stream().map(Object::toString).collect(Collectors.joining(" ")) + "\n";
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the process sees of its claim. Seen and written at once: no statement is written between the two. */
    synchronized void observed(WorkerLease lease) {
        Claim claim = lease.heldClaim();
        if (claim == null
                || claim.isSealed()
                || (claim.untilMillis() == until && claim.highWaterMillis() - highWater < STEP_MILLIS)) {
            return;
        }
        until = claim.untilMillis();
        highWater = claim.highWaterMillis();
        write("claim", claim.workerId(), claim.fromMillis(), until, highWater);
    }

    /** The same data source, whose statements are written down. */
    DataSource of(DataSource dataSource) {
        return wrap(
                DataSource.class,
                dataSource,
                (method, args, result) -> result instanceof Connection connection ? connection(connection) : result);
    }

    private Connection connection(Connection connection) {
        return wrap(Connection.class, connection, (method, args, result) -> {
            Known statement =
                    method.getName().equals("prepareStatement") ? known.get(withoutTimeout((String) args[0])) : null;
            return statement == null
                    ? result
                    : statement(statement, connection.unwrap(PGConnection.class).getBackendPID(), (PreparedStatement)
                            result);
        });
    }

    private PreparedStatement statement(Known known, int session, PreparedStatement statement) {
        Map<String, Object> values = new HashMap<>();
        InvocationHandler handler = (proxy, method, args) -> {
            if (method.getName().equals("setObject")) {
                values.put(known.names().get((Integer) args[0] - 1), args[1]);
            }
            return method.getName().startsWith("execute")
                    ? executed(known.which(), session, values, () -> invoke(statement, method, args))
                    : invoke(statement, method, args);
        };
        return proxy(PreparedStatement.class, handler);
    }

    private Object executed(RegistryStatement which, int session, Map<String, Object> values, Call call)
            throws Throwable {
        List<Object> asked = new ArrayList<>();
        long mine;
        synchronized (this) {
            mine = ++number;
            asked.addAll(List.of("asked", mine, session, which));
            for (String name : values.keySet()) {
                if (TOLD.contains(name)) {
                    asked.add(name + "=" + values.get(name).toString().replace(' ', '_'));
                }
            }
            write(asked.toArray());
        }
        Object result;
        try {
            result = call.run();
        } catch (SQLException e) {
            write("gaveUp", mine);
            throw e;
        }
        write("heard", mine);
        return result;
    }

    private interface Call {
        Object run() throws Throwable;
    }

    private interface Afterwards {
        Object of(Method method, Object[] args, Object result) throws SQLException;
    }

    private static <T> T wrap(Class<T> type, T wrapped, Afterwards afterwards) {
        return proxy(type, (proxy, method, args) -> afterwards.of(method, args, invoke(wrapped, method, args)));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(StatementLog.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object invoke(Object target, Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

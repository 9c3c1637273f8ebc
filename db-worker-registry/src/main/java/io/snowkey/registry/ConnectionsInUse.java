// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * Which thread of a registry has which connection in hand, or waits for one, so that another thread can end what takes too long.
 *
 * <p>No statement runs in an interrupted thread: a database inside the process that reads its file then would close that file for
 * everybody. So a thread is interrupted only while it has no connection in hand. One that has is helped in another way: its
 * connection is broken, which also ends a read from a socket, as no interrupt does.
 */
final class ConnectionsInUse {

    /** What a thread does: it waits since then, or has this connection. */
    private record Use(long sinceNanos, @Nullable Connection inHand) {}

    private final Map<Thread, Use> uses = new ConcurrentHashMap<>();

    /** The connection that this thread has in hand. */
    @Nullable
    Connection mine() {
        Use use = uses.get(Thread.currentThread());
        return use != null ? use.inHand : null;
    }

    /** Takes a connection, in an uninterrupted thread or not at all. */
    Connection take(DataSource dataSource) throws NoConnectionException {
        Thread me = Thread.currentThread();
        uses.put(me, new Use(System.nanoTime(), null));
        boolean taken = false;
        try {
            Connection connection = dataSource.getConnection();
            uses.put(me, new Use(0, connection)); // not interrupted from here on
            if (me.isInterrupted()) {
                SQLException interrupted = new SQLException("interrupted while waiting for a connection");
                giveBack(connection, interrupted);
                throw interrupted;
            }
            taken = true;
            return connection;
        } catch (SQLException e) {
            throw new NoConnectionException(e);
        } finally {
            if (!taken) {
                uses.remove(me);
            }
        }
    }

    private static void giveBack(Connection connection, Throwable because) {
        try {
            connection.close();
        } catch (SQLException | RuntimeException e) {
            because.addSuppressed(e);
        }
    }

    void givenBack() {
        uses.remove(Thread.currentThread());
    }

    /** For how long a thread waits for a connection; 0 if it does not. */
    long waitingNanos(Thread thread) {
        Use use = uses.get(thread);
        return use == null || use.inHand != null ? 0 : System.nanoTime() - use.sinceNanos;
    }

    /** Interrupts another thread, unless it has a connection in hand. */
    void interrupt(Thread thread) {
        if (thread != Thread.currentThread()) {
            // Inside of "compute", so that the thread does not take a connection between the look and the interrupt.
            uses.compute(thread, (it, use) -> {
                if (use == null || use.inHand == null) {
                    it.interrupt();
                }
                return use;
            });
        }
    }

    /** Ends whatever another thread waits for: a connection, or an answer of the database. */
    void end(Thread thread) {
        interrupt(thread);
        Use use = uses.get(thread);
        if (use != null && use.inHand != null && thread != Thread.currentThread()) {
            try {
                use.inHand.abort(task -> Threads.make("snowkey-abort", task).start());
            } catch (SQLException | RuntimeException | LinkageError unsupported) {
                // A driver that cannot: the statement ends with its network time-out.
            }
        }
    }
}

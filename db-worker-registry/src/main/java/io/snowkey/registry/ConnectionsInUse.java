// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * Knows which thread of a registry has or awaits which connection. So one thread can end what takes another thread
 * too long.
 *
 * <p>No statement runs in an interrupted thread. An embedded database that reads its file in such a thread would
 * close the file for all threads. So a thread is interrupted only while it has no connection. If it has one, the
 * connection is broken instead. That also ends a read from a socket, which an interrupt does not.
 */
final class ConnectionsInUse {

    /** What a thread does: it has this connection, or it has waited for one since this time. */
    private record Use(long sinceNanos, @Nullable Connection inHand) {}

    private final Map<Thread, Use> uses = new ConcurrentHashMap<>();

    /** The connection that this thread has in hand, or {@code null}. */
    @Nullable
    Connection mine() {
        Use use = uses.get(Thread.currentThread());
        return use != null ? use.inHand : null;
    }

    /** Takes a connection. If the thread was interrupted meanwhile, the connection goes back and this method throws. */
    Connection take(DataSource dataSource) throws NoConnectionException {
        Thread me = Thread.currentThread();
        uses.put(me, new Use(System.nanoTime(), null));
        boolean taken = false;
        try {
            Connection connection = dataSource.getConnection();
            uses.put(me, new Use(0, connection)); // from here on, this thread is not interrupted
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

    /** For how many nanoseconds a thread has waited for a connection; 0 if it does not wait. */
    long waitingNanos(Thread thread) {
        Use use = uses.get(thread);
        return use == null || use.inHand != null ? 0 : System.nanoTime() - use.sinceNanos;
    }

    /** Interrupts another thread, unless it has a connection in hand. */
    void interrupt(Thread thread) {
        if (thread != Thread.currentThread()) {
            // Inside "compute", so that the thread cannot take a connection between the check and the interrupt.
            uses.compute(thread, (it, use) -> {
                if (use == null || use.inHand == null) {
                    it.interrupt();
                }
                return use;
            });
        }
    }

    /** Ends what another thread waits for: a connection, or an answer of the database. */
    void unblock(Thread thread) {
        interrupt(thread);
        Use use = uses.get(thread);
        if (use != null && use.inHand != null && thread != Thread.currentThread()) {
            try {
                use.inHand.abort(task -> Threads.make("snowkey-abort", task).start());
            } catch (SQLException | RuntimeException | LinkageError unsupported) {
                // The driver cannot abort: the statement ends with its network time-out.
            }
        }
    }
}

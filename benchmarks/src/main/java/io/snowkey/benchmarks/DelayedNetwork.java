// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * A network between an application and its database, on the loopback interface. Bytes arrive after a fixed time in
 * either direction, as many at once as were sent. It counts round trips, and can be cut.
 */
final class DelayedNetwork implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final LongAdder roundTrips = new LongAdder();
    private final int target;
    private final long oneWayNanos;
    private volatile boolean cut;

    /** To {@code target}, a port of this machine. */
    DelayedNetwork(int target, Duration roundTrip) throws IOException {
        this.target = target;
        this.oneWayNanos = roundTrip.toNanos() / 2;
        DelayLine.start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /**
     * How often an application sent something after it had received something. Each time, it needed the answer before.
     * Pieces that it sends without waiting count once.
     */
    long roundTrips() {
        return roundTrips.sum();
    }

    /** Ends all connections, and refuses new ones. */
    void cut() {
        cut = true;
        sockets.forEach(DelayLine::closeQuietly);
    }

    void restore() {
        cut = false;
    }

    private void accept() throws IOException {
        while (true) {
            Socket application = server.accept();
            if (cut) {
                application.close();
                continue;
            }
            Socket database = new Socket(InetAddress.getLoopbackAddress(), target);
            for (Socket socket : Set.of(application, database)) {
                socket.setTcpNoDelay(true);
                sockets.add(socket);
            }
            AtomicBoolean answered = new AtomicBoolean(true);
            Runnable question = () -> {
                if (answered.get() && answered.getAndSet(false)) {
                    roundTrips.increment();
                }
            };
            Runnable end = () -> {
                sockets.remove(application);
                sockets.remove(database);
            };
            new DelayLine(application, database, oneWayNanos, question, () -> {}, end).start();
            new DelayLine(database, application, oneWayNanos, () -> {}, () -> answered.set(true), end).start();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}

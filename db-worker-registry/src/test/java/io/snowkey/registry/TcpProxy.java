// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** The network between a worker and its database, on the loopback interface, with faults to be had. */
final class TcpProxy implements AutoCloseable {

    enum Mode {
        /** Passes everything on. */
        PASS,
        /** Passes questions on, and swallows the answers. */
        DROP_ANSWERS,
        /** Passes answers on a second late. */
        DELAY_ANSWERS
    }

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final int target;
    private final AtomicLong roundTrips = new AtomicLong();
    private volatile Mode mode = Mode.PASS;

    TcpProxy(int target) throws IOException {
        this.target = target;
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** How often somebody asked, having heard the answer to what was asked before: on every connection. */
    long roundTrips() {
        return roundTrips.get();
    }

    void set(Mode mode) {
        this.mode = mode;
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            try {
                Socket database = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(database);
                AtomicBoolean answered = new AtomicBoolean(true);
                start(() -> pump(client, database, false, answered));
                start(() -> pump(database, client, true, answered));
            } catch (ConnectException down) {
                client.close();
            }
        }
    }

    private void pump(Socket from, Socket to, boolean answers, AtomicBoolean answered)
            throws IOException, InterruptedException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (answers) {
                    answered.set(true);
                } else if (answered.getAndSet(false)) {
                    roundTrips.incrementAndGet();
                }
                if (answers && mode == Mode.DELAY_ANSWERS) {
                    Thread.sleep(1_000);
                }
                if (!answers || mode != Mode.DROP_ANSWERS) {
                    out.write(buffer, 0, n);
                    out.flush();
                }
            }
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException e) {
                // the connection is over
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/** The network between one worker and its database, on the loopback interface. It can have faults. */
final class Network implements AutoCloseable {

    enum Mode {
        /** Passes everything on. */
        PASS,
        /** Passes nothing on until the mode changes. Then it passes everything on, late. */
        HOLD,
        /** Passes requests on, and drops the answers. */
        DROP_ANSWERS,
        /** Passes answers on with a delay of most of a heartbeat. */
        SLOW_ANSWERS
    }

    private static final long SLOW_MILLIS = 700;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final IntSupplier target;
    private volatile Mode mode = Mode.PASS;

    /** @param target the port of the database; asked at each connection, because it may change */
    Network(IntSupplier target) throws IOException {
        this.target = target;
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void set(Mode mode) {
        this.mode = mode;
    }

    /** Breaks all connections. */
    void cut() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            sockets.add(client);
            start(() -> connect(client));
        }
    }

    private void connect(Socket client) throws IOException, InterruptedException {
        await();
        try {
            Socket database = new Socket(InetAddress.getLoopbackAddress(), target.getAsInt());
            sockets.add(database);
            start(() -> pump(client, database, false));
            start(() -> pump(database, client, true));
        } catch (IOException down) {
            sockets.remove(client);
            client.close();
        }
    }

    private void await() throws InterruptedException {
        while (mode == Mode.HOLD) {
            Thread.sleep(5);
        }
    }

    private void pump(Socket from, Socket to, boolean answers) throws IOException, InterruptedException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                await();
                if (answers && mode == Mode.SLOW_ANSWERS) {
                    Thread.sleep(SLOW_MILLIS);
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
                // the connection has ended
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.snowkey.registry.TestDatabase;

/** The network between an application and its database, on the loopback interface: it can be pulled out, and put back in. */
public final class Cable implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final TestDatabase database;
    private final URI target;
    private volatile boolean out;

    public Cable(TestDatabase database) throws IOException {
        this.database = database;
        this.target = URI.create(database.url().substring("jdbc:".length()));
        start(this::accept);
    }

    /** The same database, at the end of this cable. */
    public TestDatabase database() {
        String url = database.url()
                .replace(
                        target.getHost() + ":" + target.getPort(),
                        server.getInetAddress().getHostAddress() + ":" + server.getLocalPort());
        return new TestDatabase(database.platform(), url, database.username(), database.password());
    }

    public void pullOut() {
        out = true;
        sockets.forEach(Cable::close);
    }

    public void putBackIn() {
        out = false;
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            if (out) {
                client.close();
                continue;
            }
            Socket end = new Socket(target.getHost(), target.getPort());
            sockets.add(client);
            sockets.add(end);
            start(() -> pump(client, end));
            start(() -> pump(end, client));
        }
    }

    private static void pump(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // The socket was closed: that is how it ends.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        sockets.forEach(Cable::close);
    }
}

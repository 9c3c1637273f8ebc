// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy that can be cut. What is sent then goes nowhere, and neither side is told, as when a cable is pulled.
 * After the cut is healed, connections from before are gone.
 */
final class CuttableProxy implements AutoCloseable {

    private static final byte[] CONNECTED = "HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final int target;
    private volatile boolean cut;

    /**
     * A link.
     *
     * @param target the port where it leads, or 0 if it is a proxy of HTTP, which is told where by CONNECT
     */
    CuttableProxy(int target) throws IOException {
        this.target = target;
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void cut() {
        cut = true;
    }

    void heal() throws IOException {
        cut = false;
        closeSockets();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            sockets.add(client);
            start(() -> connect(client));
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            int port = target != 0 ? target : readConnect(client.getInputStream());
            if (cut) {
                return; // it stays open, and nothing comes of it
            }
            Socket other = new Socket(InetAddress.getLoopbackAddress(), port);
            sockets.add(other);
            if (target == 0) {
                client.getOutputStream().write(CONNECTED);
            }
            start(() -> pump(client, other));
            start(() -> pump(other, client));
        } catch (IOException e) {
            client.close();
        }
    }

    private static int readConnect(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("ended before it said where to");
            }
            head.append((char) b);
        }
        String place = head.toString().split(" ", 3)[1];
        return Integer.parseInt(place.substring(place.lastIndexOf(':') + 1));
    }

    private void pump(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8_192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!cut) {
                    out.write(buffer, 0, n);
                }
            }
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
                // the connection is over
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void closeSockets() throws IOException {
        for (Socket socket : List.copyOf(sockets)) {
            socket.close();
            sockets.remove(socket);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        closeSockets();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** Measures the network itself: its round trip, and its bytes per second, beside no network at all. */
final class NetworkCheck implements AutoCloseable {

    private static final int PINGS = 500;
    private static final long STREAM_BYTES = 64 << 20;

    private final ServerSocket echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    private NetworkCheck() throws IOException {
        DelayLine.start(() -> {
            while (true) {
                Socket socket = echo.accept();
                socket.setTcpNoDelay(true);
                DelayLine.start(() -> socket.getInputStream().transferTo(socket.getOutputStream()));
            }
        });
    }

    static String describe(Duration roundTrip) throws IOException {
        try (NetworkCheck check = new NetworkCheck();
                DelayedNetwork network = new DelayedNetwork(check.echo.getLocalPort(), roundTrip)) {
            check.pings(network.port()); // warms up
            long[] delayed = check.pings(network.port());
            long before = network.roundTrips();
            check.pings(network.port());
            long counted = network.roundTrips() - before;
            return String.format(
                    Locale.ROOT,
                    "Network of %d us: a byte there and back takes %.0f us (median of %d; p99 %.0f us), without it %.0f us;"
                            + " %.0f MB/s, without it %.0f MB/s; %d round trips counted of %d",
                    roundTrip.toNanos() / 1000,
                    delayed[PINGS / 2] / 1e3,
                    PINGS,
                    delayed[PINGS * 99 / 100] / 1e3,
                    check.pings(check.echo.getLocalPort())[PINGS / 2] / 1e3,
                    check.stream(network.port()),
                    check.stream(check.echo.getLocalPort()),
                    counted,
                    PINGS);
        }
    }

    private long[] pings(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            long[] nanos = new long[PINGS];
            for (int i = 0; i < PINGS; i++) {
                long started = System.nanoTime();
                out.write(1);
                if (in.read() != 1) {
                    throw new IOException("the echo differs");
                }
                nanos[i] = System.nanoTime() - started;
            }
            Arrays.sort(nanos);
            return nanos;
        }
    }

    /** There and back at once; megabytes per second. */
    private double stream(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            long started = System.nanoTime();
            DelayLine.start(() -> {
                byte[] bytes = new byte[1 << 16];
                for (long sent = 0; sent < STREAM_BYTES; sent += bytes.length) {
                    out.write(bytes);
                }
            });
            byte[] buffer = new byte[1 << 16];
            for (long got = 0; got < STREAM_BYTES; ) {
                int n = in.read(buffer);
                if (n < 0) {
                    throw new IOException("the echo ended early");
                }
                got += n;
            }
            return STREAM_BYTES / 1e6 / ((System.nanoTime() - started) / 1e9);
        }
    }

    @Override
    public void close() throws IOException {
        echo.close();
    }
}

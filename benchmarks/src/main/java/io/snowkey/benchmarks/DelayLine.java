// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * One direction of a connection. Bytes are passed on after the delay, however many are under way already. One thread
 * reads and never waits. Another one writes when it is time.
 */
final class DelayLine {

    /** A sleeper wakes late by about as much; the rest is spun. */
    private static final long EARLY_NANOS = 100_000;

    /** What was read at once; nothing at the end. */
    private record Piece(ByteBuffer bytes, long dueNanos) {}

    private final Socket from;
    private final Socket to;
    private final long delayNanos;
    private final Runnable onRead;
    private final Runnable beforeWrite;
    private final Runnable onEnd;
    private final BlockingQueue<Piece> line = new LinkedBlockingQueue<>();

    DelayLine(Socket from, Socket to, long delayNanos, Runnable onRead, Runnable beforeWrite, Runnable onEnd) {
        this.from = from;
        this.to = to;
        this.delayNanos = delayNanos;
        this.onRead = onRead;
        this.beforeWrite = beforeWrite;
        this.onEnd = onEnd;
    }

    void start() {
        start(this::read);
        if (delayNanos > 0) {
            start(this::write);
        }
    }

    private void read() throws IOException {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                onRead.run();
                if (delayNanos > 0) {
                    line.add(new Piece(ByteBuffer.wrap(Arrays.copyOf(buffer, n)), System.nanoTime() + delayNanos));
                } else {
                    beforeWrite.run();
                    out.write(buffer, 0, n);
                }
            }
        } finally {
            line.add(new Piece(ByteBuffer.allocate(0), 0));
            if (delayNanos == 0) {
                end();
            }
        }
    }

    private void write() throws IOException, InterruptedException {
        try {
            OutputStream out = to.getOutputStream();
            for (Piece piece = line.take(); piece.bytes().hasRemaining(); piece = line.take()) {
                waitUntil(piece.dueNanos());
                beforeWrite.run();
                out.write(piece.bytes().array());
            }
        } finally {
            end();
        }
    }

    private static void waitUntil(long dueNanos) {
        for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
            if (left > EARLY_NANOS) {
                LockSupport.parkNanos(left - EARLY_NANOS);
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private void end() {
        closeQuietly(from);
        closeQuietly(to);
        onEnd.run();
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is over either way.
        }
    }

    interface Work {
        void run() throws IOException, InterruptedException;
    }

    static void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | InterruptedException e) {
                        // The connection is over.
                    }
                },
                "network");
        thread.setDaemon(true);
        thread.start();
    }
}

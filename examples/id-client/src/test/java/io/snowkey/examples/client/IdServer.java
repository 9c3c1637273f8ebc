// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** An id service over HTTP that behaves, but for the requests that it is told to answer otherwise. */
final class IdServer implements AutoCloseable {

    /** One answer, and whatever is wrong with it. */
    interface Behaviour {
        void answer(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong sequence = new AtomicLong();
    private final long worker;
    private final Queue<Behaviour> script = new ConcurrentLinkedQueue<>();
    private volatile Behaviour usual = this::answerWell;

    IdServer(long worker) {
        this.worker = worker;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            Behaviour next = script.poll();
            try (exchange) {
                (next != null ? next : usual).answer(exchange);
            }
        });
        server.start();
    }

    URI uri() {
        return URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort());
    }

    int requests() {
        return requests.get();
    }

    /** How the next request that has no behaviour yet is answered. */
    IdServer next(Behaviour behaviour) {
        script.add(behaviour);
        return this;
    }

    /** How requests are answered from now on. */
    void always(Behaviour behaviour) {
        usual = behaviour;
    }

    void behave() {
        usual = this::answerWell;
    }

    void answerWell(HttpExchange exchange) throws IOException {
        send(exchange, 200, "text/plain;charset=UTF-8", ids(count(exchange)));
    }

    static int count(HttpExchange exchange) {
        URI asked = exchange.getRequestURI();
        if (!asked.getPath().equals("/ids") || !exchange.getRequestMethod().equals("GET")) {
            throw new AssertionError("asked for " + asked);
        }
        return Integer.parseInt(asked.getQuery().substring("count=".length()));
    }

    /** The next ids of this worker, one a line. */
    String ids(int count) {
        StringBuilder ids = new StringBuilder();
        for (int i = 0; i < count; i++) {
            ids.append(id(sequence.getAndIncrement())).append('\n');
        }
        return ids.toString();
    }

    /** The id of this number: 4,096 of them share a timestamp. */
    long id(long number) {
        return (1_000 + (number >> 12)) << 22 | worker << 12 | (number & 4095);
    }

    static Behaviour says(int status, String type, String body) {
        return exchange -> send(exchange, status, type, body);
    }

    static Behaviour saysWithHeader(int status, String header, String value) {
        return exchange -> {
            exchange.getResponseHeaders().set(header, value);
            send(exchange, status, "application/problem+json", "{\"title\":\"No id may be issued now\"}");
        };
    }

    static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

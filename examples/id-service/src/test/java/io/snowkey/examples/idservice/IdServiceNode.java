// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A node in this process, on a database in memory, with connections to it. */
final class IdServiceNode implements AutoCloseable {

    private final int port;
    private final ConfigurableApplicationContext context;

    private IdServiceNode(int port, ConfigurableApplicationContext context) {
        this.port = port;
        this.context = context;
    }

    /**
     * Starts a node.
     *
     * @param database nodes with the same one share the table of workers
     */
    static IdServiceNode start(String database, String... settings) {
        int port = freePort();
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=" + port,
                "--id-service.address=localhost:" + port,
                "--spring.datasource.url=jdbc:h2:mem:" + database + ";DB_CLOSE_DELAY=-1",
                "--spring.reactor.netty.shutdown-quiet-period=0s",
                "--server.shutdown=immediate"));
        arguments.addAll(List.of(settings));
        return new IdServiceNode(
                port, SpringApplication.run(IdServiceApplication.class, arguments.toArray(String[]::new)));
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    String url(String path) {
        return "http://localhost:" + port + path;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    Http http() throws IOException {
        return Http.connect(port);
    }

    @Override
    public void close() {
        context.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.sun.management.UnixOperatingSystemMXBean;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Ten thousand clients that say nothing, or stop in the middle of a request. */
final class IdleConnectionsTest {

    /** Both ends of a connection are files of this process, and it needs some for itself. */
    private static int connections() {
        UnixOperatingSystemMXBean system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long free = system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount() - 500;
        return (int) Math.min(10_000, free / 2);
    }

    @Test
    void idleConnectionsKeepNobodyFromAnything() throws IOException {
        int wanted = connections();
        System.out.println("idle connections: " + wanted + ", as many as ulimit -n allows up to 10,000");
        List<SocketChannel> idle = new ArrayList<>();
        try (IdServiceNode node = IdServiceNode.start("idle")) {
            try {
                long before = usedMemory();
                for (int i = 0; i < wanted; i++) {
                    SocketChannel channel = SocketChannel.open(new InetSocketAddress("localhost", node.port()));
                    idle.add(channel);
                    if (i % 2 == 0) { // half of them have said something, but not all
                        channel.write(
                                ByteBuffer.wrap("GET /ids HTTP/1.1\r\nHost: lo".getBytes(StandardCharsets.US_ASCII)));
                    }
                }
                try (Http http = node.http()) {
                    for (int i = 0; i < 2_000; i++) {
                        assertThat(http.get("/ids").status()).isEqualTo(200);
                    }
                    assertThat(http.get("/actuator/health/readiness").status()).isEqualTo(200);
                }
                System.out.println("bytes of heap for each of them, both ends: " + (usedMemory() - before) / wanted);
                assertThat(idle.size()).isGreaterThan(1_000);

                // They are all still served, when they come to it.
                for (int i = 0; i < wanted; i += 97) {
                    String rest = i % 2 == 0 ? "calhost\r\n\r\n" : "GET /ids HTTP/1.1\r\nHost: localhost\r\n\r\n";
                    idle.get(i).write(ByteBuffer.wrap(rest.getBytes(StandardCharsets.US_ASCII)));
                    ByteBuffer answer = ByteBuffer.allocate(512);
                    idle.get(i).read(answer);
                    assertThat(new String(answer.array(), StandardCharsets.US_ASCII))
                            .startsWith("HTTP/1.1 200 OK");
                }
            } finally {
                for (SocketChannel channel : idle) {
                    channel.close();
                }
            }
        }
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void aConnectionWithoutProgressIsClosed() throws IOException {
        try (IdServiceNode node = IdServiceNode.start("shown-out", "--id-service.idle-timeout=1s");
                Http silent = node.http();
                Http halfway = node.http();
                Http done = node.http()) {
            halfway.send("GET /ids HT");
            assertThat(done.get("/ids").status()).isEqualTo(200);

            assertThat(silent.isEnded()).isTrue();
            assertThat(halfway.isEnded()).isTrue();
            assertThat(done.isEnded()).isTrue();
        }
    }
}

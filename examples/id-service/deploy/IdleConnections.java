// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Opens connections that make no progress: every second one sends half a request, the others nothing. */
final class IdleConnections {

    public static void main(String[] arguments) throws InterruptedException {
        InetSocketAddress node = new InetSocketAddress("localhost", Integer.parseInt(arguments[0]));
        int wanted = Integer.parseInt(arguments[1]);
        List<SocketChannel> channels = new ArrayList<>();
        try {
            while (channels.size() < wanted) {
                SocketChannel channel = SocketChannel.open(node);
                channels.add(channel);
                if (channels.size() % 2 == 0) {
                    channel.write(ByteBuffer.wrap("GET /ids HTTP/1.1\r\nHo".getBytes(StandardCharsets.US_ASCII)));
                }
            }
        } catch (IOException e) {
            System.err.println("No more than " + channels.size() + ": " + e.getMessage());
        }
        System.out.println(channels.size() + " connections");
        Thread.sleep(Long.MAX_VALUE);
    }
}

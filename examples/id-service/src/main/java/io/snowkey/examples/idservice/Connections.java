// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/** What holds of each connection, whatever is asked on it. Answers come from WebFlux alone. */
final class Connections implements NettyServerCustomizer {

    /**
     * Netty ends a connection on which more requests than this are decoded and not answered. Reading stops when some dozens
     * wait, so that no more than one read is decoded ahead: 64 KiB, in which the shortest request there is, of 14 bytes, has
     * room 4,681 times.
     */
    private static final int PIPELINE_DEPTH = 8_192;

    private final IdServiceProperties settings;

    Connections(IdServiceProperties settings) {
        this.settings = settings;
    }

    @Override
    public HttpServer apply(HttpServer server) {
        return server.maxPipelineDepth(PIPELINE_DEPTH)
                .maxConnections(settings.maxConnections())
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(1))
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .doOnChannelInit((observer, channel, remote) -> {
                    ChannelPipeline pipeline = channel.pipeline();
                    // In reverse: each of them is nearer to the codec than those before.
                    pipeline.addAfter(NettyPipeline.HttpCodec, "patience", new Patience(settings.idleTimeout()));
                    pipeline.addAfter(NettyPipeline.HttpCodec, "doorkeeper", new Doorkeeper(settings.askedAs()));
                    pipeline.addAfter(NettyPipeline.HttpCodec, "farewell", new Farewell());
                });
    }
}

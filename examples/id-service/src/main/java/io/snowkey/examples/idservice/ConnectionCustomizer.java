// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/** Sets the rules for each connection, for all requests on it. Only WebFlux answers requests. */
final class ConnectionCustomizer implements NettyServerCustomizer {

    /**
     * How many requests may be decoded and not yet answered. If there are more, Netty ends the connection. Reading
     * stops when some dozens wait, so at most one read is decoded ahead. That is 64 KiB, in which the shortest possible
     * request, of 14 bytes, has room 4,681 times.
     */
    private static final int PIPELINE_DEPTH = 8_192;

    private final IdServiceProperties settings;

    ConnectionCustomizer(IdServiceProperties settings) {
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
                    // In reverse order: each of them is put nearer to the codec than those before.
                    pipeline.addAfter(
                            NettyPipeline.HttpCodec,
                            "stalled-connection",
                            new StalledConnectionHandler(settings.idleTimeout()));
                    pipeline.addAfter(
                            NettyPipeline.HttpCodec, "request-rules", new RequestRulesHandler(settings.allowedHosts()));
                    pipeline.addAfter(NettyPipeline.HttpCodec, "lingering-close", new LingeringCloseHandler());
                });
    }
}

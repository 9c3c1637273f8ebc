// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateHandler;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/** Puts the {@link FastPath} into every connection. */
final class FastPathCustomizer implements NettyServerCustomizer {

    /**
     * Netty ends a connection on which more requests than this are decoded and not answered. Reading stops while some of them
     * wait, so that no more than one read is decoded ahead: 64 KiB, in which the shortest request there is, of 14 bytes, has room
     * 4,681 times.
     */
    private static final int PIPELINE_DEPTH = 8_192;

    private final Desk desk;
    private final Duration idleTimeout;

    FastPathCustomizer(Desk desk, Duration idleTimeout) {
        this.desk = desk;
        this.idleTimeout = idleTimeout;
    }

    @Override
    public HttpServer apply(HttpServer server) {
        return server.maxPipelineDepth(PIPELINE_DEPTH).doOnChannelInit((observer, channel, remote) -> {
            ChannelPipeline pipeline = channel.pipeline();
            pipeline.addFirst(new IdleStateHandler(true, 0, 0, idleTimeout.toMillis(), TimeUnit.MILLISECONDS));
            pipeline.addAfter(NettyPipeline.HttpCodec, "id-service.fast-path", new FastPath(desk));
        });
    }
}

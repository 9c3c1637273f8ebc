// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.ReferenceCountUtil;

/**
 * Ends a connection once its last answer is written, without cutting that answer off. If a connection on which data
 * still arrives is closed, it is reset, and its client may never see what was sent to it. So at first only this side
 * says that it is done. What still arrives is read and dropped until the client is done as well, but not for longer
 * than 5 seconds.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the pipeline hears of the result
final class LingeringCloseHandler extends ChannelDuplexHandler {

    private static final int LINGER_SECONDS = 5;

    private boolean lastAnswer;
    private boolean lingering;

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response && !HttpUtil.isKeepAlive(response)) {
            lastAnswer = true;
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE); // tells old clients, too
        }
        ctx.write(message, promise);
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (lingering
                || !lastAnswer
                || !isAllSent(ctx)
                || !(ctx.channel() instanceof DuplexChannel duplex)
                || duplex.isInputShutdown()) {
            ctx.close(promise);
            return;
        }
        lingering = true;
        Future<?> end = ctx.executor().schedule(() -> ctx.close(), LINGER_SECONDS, TimeUnit.SECONDS);
        ctx.channel().closeFuture().addListener(closed -> {
            end.cancel(false);
            promise.trySuccess();
        });
        duplex.shutdownOutput().addListener(finished -> ctx.read());
    }

    private static boolean isAllSent(ChannelHandlerContext ctx) {
        ChannelOutboundBuffer buffer = ctx.channel().unsafe().outboundBuffer();
        return buffer != null && buffer.isEmpty();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (lingering) {
            ReferenceCountUtil.release(message);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (lingering) {
            ctx.read();
        } else {
            ctx.fireChannelReadComplete();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (lingering && event instanceof ChannelInputShutdownEvent) {
            ctx.close();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    /** Closes a connection that lingers: what still arrives may be anything. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (lingering) {
            ctx.close();
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }
}

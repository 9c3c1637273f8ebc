// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection that makes no progress. Progress is a request that arrived as a whole, an answer that is written,
 * or a part of it that the client took. A byte of a request now and then is no progress.
 *
 * <p>A client may say that it will send no more, and still read. It first gets the answers that it is owed.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the pipeline hears of the result
final class StalledConnectionHandler extends ChannelDuplexHandler {

    /**
     * How often a connection is looked at within the limit. So a connection without progress is closed after the limit,
     * or at most a quarter of the limit later.
     */
    private static final int LOOKS = 4;

    private final long limitNanos;
    private long since;
    private long unsent;
    private int owed;
    private boolean informational;
    private boolean inputOver;
    private @Nullable Future<?> looking;

    StalledConnectionHandler(Duration limit) {
        this.limitNanos = limit.toNanos();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        gotOn(ctx);
        long period = limitNanos / LOOKS;
        looking = ctx.executor().scheduleAtFixedRate(() -> look(ctx), period, period, TimeUnit.NANOSECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (looking != null) {
            looking.cancel(false);
        }
    }

    private void gotOn(ChannelHandlerContext ctx) {
        since = ctx.executor().ticker().nanoTime();
    }

    private void look(ChannelHandlerContext ctx) {
        ChannelOutboundBuffer buffer = ctx.channel().unsafe().outboundBuffer();
        long before = unsent;
        // The part of the present write that the client took does not count as pending any more.
        unsent = buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
        if (unsent < before) {
            gotOn(ctx);
        }
        if (ctx.executor().ticker().nanoTime() - since >= limitNanos) {
            ctx.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest) {
            owed++;
        }
        if (message instanceof LastHttpContent) {
            gotOn(ctx);
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            informational = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
        if (message instanceof LastHttpContent && !informational) {
            owed--;
            gotOn(ctx);
        }
        ctx.write(message, promise);
        if (inputOver && owed == 0) {
            closeBehindWhatIsWritten(ctx);
        }
    }

    /**
     * Reads while there is something to read. After the end of the input, epoll may not know the connection any more.
     */
    @Override
    public void read(ChannelHandlerContext ctx) {
        if (!inputOver) {
            ctx.read();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputOver = true;
            if (owed == 0) {
                closeBehindWhatIsWritten(ctx);
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    /**
     * Closes the connection after what was written. This happens later, when the present writer has heard that its data
     * is written.
     */
    private static void closeBehindWhatIsWritten(ChannelHandlerContext ctx) {
        ctx.executor().execute(() -> ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE));
    }
}

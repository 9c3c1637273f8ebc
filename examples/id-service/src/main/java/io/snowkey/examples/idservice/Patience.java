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
 * Closes a connection that does not get on. Getting on is a request that is there as a whole, an answer that is written, or some
 * of it taken by the client; a byte of a request now and then is not.
 *
 * <p>A client that says it will send no more, and still reads, gets what it is owed first.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what comes of it, the pipeline hears
final class Patience extends ChannelDuplexHandler {

    /** A connection that stands still is closed after the limit, and a quarter of it at most. */
    private static final int LOOKS = 4;

    private final long limitNanos;
    private long since;
    private long unsent;
    private int owed;
    private boolean informational;
    private boolean inputOver;
    private @Nullable Future<?> looking;

    Patience(Duration limit) {
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
        // Of what is being written, the part that the client took does not count as pending any more.
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

    /** There is nothing more to read then, and epoll may not know the connection any more. */
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

    /** Later, when whoever writes at present has heard that it is written. */
    private static void closeBehindWhatIsWritten(ChannelHandlerContext ctx) {
        ctx.executor().execute(() -> ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.io.IOException;
import java.util.ArrayDeque;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Answers the plain requests for ids right behind the HTTP codec of a connection, and passes everything else on to WebFlux.
 *
 * <p>Answers come in the order of the requests. While WebFlux owes one, later requests are passed on as well, for WebFlux
 * answers the same paths; while this handler owes one, later messages are held. It also holds them while the client does not
 * read its answers, and does not read from the connection then: what a client can make the node remember is bounded.
 *
 * <p>The connection does not read by itself: whoever has nothing more to do asks for the next read.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what comes of a write, the pipeline hears
final class FastPath extends ChannelDuplexHandler {

    private enum Inbound {
        /** Between two requests. */
        NONE,
        /** In a request that is answered here. */
        OURS,
        /** In a request that was passed on. */
        PASSED_ON
    }

    private final Desk desk;
    private final ArrayDeque<Object> held = new ArrayDeque<>(0);
    private Inbound inbound = Inbound.NONE;
    /** How many answers WebFlux owes. */
    private int owed;

    private boolean informational;
    /** The answer that this handler owes, and is at. */
    private @Nullable LongAnswer answering;
    /** An answer was written after which the connection ends; what still comes is dropped. */
    private boolean ending;

    FastPath(Desk desk) {
        this.desk = desk;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (isHolding(ctx)) {
            held.add(message);
        } else {
            take(ctx, message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.flush();
        ctx.fireChannelReadComplete();
        readOn(ctx);
    }

    private boolean isHolding(ChannelHandlerContext ctx) {
        return answering != null || !held.isEmpty() || !ctx.channel().isWritable();
    }

    private void readOn(ChannelHandlerContext ctx) {
        if (isHolding(ctx)) {
            ctx.channel().config().setAutoRead(false);
        } else if (owed == 0 && inbound != Inbound.PASSED_ON) {
            ctx.read();
        }
    }

    private void take(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            if (ending) {
                inbound = Inbound.OURS;
            } else if (owed == 0 && request.decoderResult().isFailure()) {
                inbound = Inbound.OURS;
                end(ctx, Responses.unreadable(request.decoderResult().cause()));
            } else if (owed == 0 && Hot.isHot(request)) {
                inbound = Inbound.OURS;
                answer(ctx, request);
            } else {
                inbound = Inbound.PASSED_ON;
                owed++;
            }
        }
        boolean last = message instanceof LastHttpContent;
        if (inbound == Inbound.PASSED_ON) {
            inbound = last ? Inbound.NONE : inbound;
            ctx.fireChannelRead(message);
        } else {
            inbound = last ? Inbound.NONE : inbound;
            ReferenceCountUtil.release(message);
        }
    }

    private void answer(ChannelHandlerContext ctx, HttpRequest request) {
        long began = desk.latencies().begin();
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        FullHttpResponse response;
        try {
            Asked asked = Hot.asked(request, desk.maxCount());
            if (Hot.isHead(request)) {
                response = Responses.head(asked.json());
            } else if (desk.isOnTheSpot(asked)) {
                response = Responses.ids(ctx.alloc(), desk.fewAsText(asked), asked.json());
            } else {
                LongAnswer answer = new LongAnswer(asked.json(), keepAlive, Hot.isOld(request), began);
                answering = answer;
                desk.many(asked.ids())
                        .whenComplete((ids, failure) -> ctx.executor().execute(() -> begin(ctx, answer, ids, failure)));
                return;
            }
        } catch (RuntimeException e) {
            response = Responses.problem(ProblemException.problemOf(e));
        }
        write(ctx, response, keepAlive, Hot.isOld(request));
        desk.latencies().finished(began);
    }

    private void write(ChannelHandlerContext ctx, FullHttpResponse response, boolean keepAlive, boolean old) {
        if (!keepAlive) {
            end(ctx, response);
            return;
        }
        if (old) {
            response.headers().set("Connection", "keep-alive");
        }
        ctx.write(response, ctx.voidPromise());
    }

    private void end(ChannelHandlerContext ctx, FullHttpResponse response) {
        ending = true;
        response.headers().set("Connection", "close");
        ctx.writeAndFlush(response).addListener((ChannelFutureListener) Farewell::begin);
    }

    private void begin(
            ChannelHandlerContext ctx, LongAnswer answer, long @Nullable [] ids, @Nullable Throwable failure) {
        if (answering != answer) {
            return; // the client is gone
        }
        if (ids == null) {
            answering = null;
            Throwable cause = failure != null ? failure : new IllegalStateException("neither ids nor a failure");
            write(ctx, Responses.problem(ProblemException.problemOf(cause)), answer.keepAlive(), answer.old());
            desk.latencies().finished(answer.began());
        } else if (ids.length <= LongAnswer.PART) {
            answering = null;
            byte[] text = IdText.part(ids, 0, ids.length, answer.json());
            write(ctx, Responses.ids(ctx.alloc(), text, answer.json()), answer.keepAlive(), answer.old());
            desk.latencies().finished(answer.began());
        } else {
            ctx.write(answer.start(ids), ctx.voidPromise());
        }
        goOn(ctx);
    }

    /** Writes as much of the answer as the client takes; then comes what was held. */
    private void goOn(ChannelHandlerContext ctx) {
        LongAnswer answer = answering;
        if (answer != null && answer.isStarted()) {
            while (answer.hasMore() && ctx.channel().isWritable()) {
                ctx.write(answer.next(ctx.alloc()), ctx.voidPromise());
            }
            if (!answer.hasMore()) {
                answering = null;
                desk.latencies().finished(answer.began());
                if (answer.endsConnection()) {
                    ending = true;
                    ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
                            .addListener((ChannelFutureListener) Farewell::begin);
                } else {
                    ctx.write(LastHttpContent.EMPTY_LAST_CONTENT, ctx.voidPromise());
                }
            }
        }
        boolean some = false;
        while (answering == null && !held.isEmpty() && ctx.channel().isWritable()) {
            take(ctx, held.poll());
            some = true;
        }
        ctx.flush();
        if (some) {
            ctx.fireChannelReadComplete();
        }
        readOn(ctx);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        ctx.fireChannelWritabilityChanged();
        if (ctx.channel().isWritable() && (answering == null || answering.isStarted())) {
            // Not from within the flush that made it writable, which would grow the stack.
            ctx.executor().execute(() -> goOn(ctx));
        }
    }

    /** Counts the answers of WebFlux. */
    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            informational = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
        if (message instanceof LastHttpContent && !informational && owed > 0) {
            owed--;
        }
        ctx.write(message, promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        forget();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        forget();
    }

    private void forget() {
        answering = null;
        for (Object message = held.poll(); message != null; message = held.poll()) {
            ReferenceCountUtil.release(message);
        }
    }

    /** Closes a connection on which nothing moves any more: an idle one, or one whose client does not go on. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent) {
            ctx.close();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    /** A client that vanishes is nothing to log. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            ctx.close();
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.util.List;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderResultProvider;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests through that keep the {@link RequestRules}. A request that breaks them is the last of its connection.
 * Another request is passed on in its place. The answer to that is the problem, and it comes in its turn like every
 * other. What comes after the request is dropped. So is what comes after a body that cannot be read.
 */
final class RequestRulesHandler extends ChannelInboundHandlerAdapter {

    /** The path at which a refused request is answered. */
    static final String REFUSED = "/refused";
    /** The attribute of a connection that says why its last request was refused. */
    private static final AttributeKey<Problem> WHY = AttributeKey.valueOf("id-service.refused");

    private final List<String> hosts;
    private boolean refused;

    RequestRulesHandler(List<String> hosts) {
        this.hosts = hosts;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (refused) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (!(message instanceof HttpRequest) && isUnreadable(message)) {
            // This is a part of a broken body. Its request may have its answer already, which was the last one.
            refused = true;
            ReferenceCountUtil.release(message);
            ctx.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
            ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
            return;
        }
        Problem problem = message instanceof HttpRequest request ? RequestRules.problemOf(request, hosts) : null;
        if (problem == null) {
            ctx.fireChannelRead(message);
            return;
        }
        refused = true;
        ReferenceCountUtil.release(message);
        ctx.channel().attr(WHY).set(problem);
        ctx.fireChannelRead(standIn());
        ctx.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private static boolean isUnreadable(Object message) {
        return message instanceof DecoderResultProvider decoded
                && decoded.decoderResult().isFailure();
    }

    private static HttpRequest standIn() {
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, REFUSED);
        request.headers()
                .set(HttpHeaderNames.HOST, "localhost")
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return request;
    }

    /** The problem of a request that was refused on this connection, or {@code null} if none was. */
    static @Nullable Problem why(Channel channel) {
        return channel.attr(WHY).get();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.AsciiString;

/** The answers of the {@link FastPath}. */
final class Responses {

    private static final AsciiString TEXT = AsciiString.cached("text/plain");
    private static final AsciiString JSON = AsciiString.cached("application/json");
    private static final AsciiString PROBLEM = AsciiString.cached(Problem.MEDIA_TYPE);
    private static final AsciiString NO_STORE = AsciiString.cached("no-store");

    private Responses() {}

    static AsciiString type(boolean json) {
        return json ? JSON : TEXT;
    }

    /** Nothing on the way may keep an answer: the next client would get the same ids. */
    static HttpHeaders headers(AsciiString type) {
        return DefaultHttpHeadersFactory.headersFactory()
                .withValidation(false)
                .newHeaders()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .set(HttpHeaderNames.CACHE_CONTROL, NO_STORE);
    }

    static FullHttpResponse ids(ByteBufAllocator allocator, byte[] text, boolean json) {
        return response(
                HttpResponseStatus.OK,
                type(json),
                allocator.ioBuffer(text.length).writeBytes(text));
    }

    /** What a GET would have been answered with, but for the ids: none is issued. */
    static FullHttpResponse head(boolean json) {
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.OK,
                Unpooled.EMPTY_BUFFER,
                headers(type(json)),
                EmptyHttpHeaders.INSTANCE);
    }

    static FullHttpResponse problem(Problem problem) {
        FullHttpResponse response =
                response(HttpResponseStatus.valueOf(problem.status()), PROBLEM, Unpooled.wrappedBuffer(problem.json()));
        if (problem.retryAfterSeconds() != null) {
            response.headers().set(HttpHeaderNames.RETRY_AFTER, problem.retryAfterSeconds());
        }
        return response;
    }

    /** The answer to what is not HTTP, or too much of it. */
    static FullHttpResponse unreadable(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return problem(new Problem(414, "URI Too Long", "The first line of the request is too long.", null));
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return problem(new Problem(
                    431, "Request Header Fields Too Large", "The headers of the request are too long.", null));
        }
        return problem(Problem.badRequest("This is not a request of HTTP/1.1."));
    }

    private static FullHttpResponse response(HttpResponseStatus status, AsciiString type, ByteBuf body) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, body, headers(type), EmptyHttpHeaders.INSTANCE);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        return response;
    }
}

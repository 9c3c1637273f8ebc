// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** An answer of many ids, which is sent in parts as the client takes them. */
final class LongAnswer {

    /** As many ids as are sent at a time. */
    static final int PART = 1_000;

    private final boolean json;
    private final boolean keepAlive;
    private final boolean old;
    private final long began;
    private long[] ids = {};
    private int sent;

    /**
     * An answer.
     *
     * @param old whether the client speaks HTTP/1.0, which knows no parts: there the end of the connection is the end
     * @param began when the request came
     */
    LongAnswer(boolean json, boolean keepAlive, boolean old, long began) {
        this.json = json;
        this.keepAlive = keepAlive;
        this.old = old;
        this.began = began;
    }

    HttpResponse start(long[] issued) {
        ids = issued;
        HttpResponse response = new DefaultHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Responses.headers(Responses.type(json)));
        if (!old) {
            response.headers().set("Transfer-Encoding", "chunked");
        }
        if (endsConnection()) {
            response.headers().set("Connection", "close");
        }
        return response;
    }

    boolean isStarted() {
        return ids.length > 0;
    }

    boolean hasMore() {
        return sent < ids.length;
    }

    HttpContent next(ByteBufAllocator allocator) {
        int to = Math.min(sent + PART, ids.length);
        byte[] text = IdText.part(ids, sent, to, json);
        sent = to;
        return new DefaultHttpContent(allocator.ioBuffer(text.length).writeBytes(text));
    }

    boolean endsConnection() {
        return old || !keepAlive;
    }

    boolean json() {
        return json;
    }

    boolean keepAlive() {
        return keepAlive;
    }

    boolean old() {
        return old;
    }

    long began() {
        return began;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

/** Which requests the {@link FastPath} answers: GET and HEAD for ids, with no body and nothing out of the ordinary. */
final class Hot {

    private static final String IDS = "/ids";
    private static final String LUNIQUE = "/lunique";

    private Hot() {}

    static boolean isHot(HttpRequest request) {
        return (HttpMethod.GET.equals(request.method()) || isHead(request))
                && (isAt(request.uri(), IDS) || isAt(request.uri(), LUNIQUE))
                && isPlain(request.headers());
    }

    private static boolean isAt(String uri, String path) {
        return uri.startsWith(path)
                && (uri.length() == path.length() || uri.charAt(path.length()) == '?')
                && uri.indexOf('#') < 0;
    }

    private static boolean isPlain(HttpHeaders headers) {
        return !headers.contains(HttpHeaderNames.CONTENT_LENGTH)
                && !headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                && !headers.contains(HttpHeaderNames.EXPECT)
                && !headers.contains(HttpHeaderNames.UPGRADE);
    }

    static boolean isHead(HttpRequest request) {
        return HttpMethod.HEAD.equals(request.method());
    }

    /** Whether the client speaks HTTP/1.0. */
    static boolean isOld(HttpRequest request) {
        return request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0;
    }

    static Asked asked(HttpRequest request, int maxCount) {
        String uri = request.uri();
        int mark = uri.indexOf('?');
        String accept = request.headers().get(HttpHeaderNames.ACCEPT);
        if (mark < 0 && accept == null) {
            return Asked.ONE;
        }
        return Asked.of(mark < 0 ? null : uri.substring(mark + 1), accept, maxCount);
    }
}

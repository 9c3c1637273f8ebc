// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/** The rules that a request has to keep before its path is looked at. */
final class RequestRules {

    private static final Pattern HOST = Pattern.compile("(?:[A-Za-z0-9._~%-]+|\\[[0-9A-Fa-f:.]+])?(?::\\d{0,5})?");
    private static final Pattern PORT = Pattern.compile(":\\d*$");

    private RequestRules() {}

    /**
     * Why a request is refused, or {@code null} if it is not.
     *
     * @param hosts the names under which this service may be asked, in lower case; any if empty
     */
    static @Nullable Problem problemOf(HttpRequest request, List<String> hosts) {
        if (request.decoderResult().isFailure()) {
            return unreadable(request.decoderResult().cause());
        }
        Problem problem = ofHost(request, hosts);
        if (problem == null) {
            problem = ofTransferEncoding(request);
        }
        return problem == null ? ofUri(request.uri()) : problem;
    }

    private static Problem unreadable(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new Problem(414, "URI Too Long", "The first line of the request is too long.", null);
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new Problem(
                    431, "Request Header Fields Too Large", "The headers of the request are too long.", null);
        }
        return Problem.badRequest("This is not a request of HTTP/1.1.");
    }

    private static @Nullable Problem ofHost(HttpRequest request, List<String> hosts) {
        Iterator<String> all = request.headers().valueStringIterator(HttpHeaderNames.HOST);
        if (!all.hasNext()) {
            return request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0
                    ? null
                    : Problem.badRequest("The header Host is missing, which HTTP/1.1 asks for.");
        }
        String host = all.next();
        if (all.hasNext()) {
            return Problem.badRequest("The header Host is there more than once.");
        }
        if (!HOST.matcher(host).matches()) {
            return Problem.badRequest("The header Host is not one: " + Problem.shown(host));
        }
        if (!hosts.isEmpty()
                && !hosts.contains(PORT.matcher(host).replaceFirst("").toLowerCase(Locale.ROOT))) {
            return new Problem(
                    421,
                    "Misdirected Request",
                    "The header Host is " + Problem.shown(host) + ", which is none of id-service.hosts.",
                    null);
        }
        return null;
    }

    /** Refuses a request whose end two readers might see at two places. Such a request can smuggle in another one. */
    private static @Nullable Problem ofTransferEncoding(HttpRequest request) {
        HttpHeaders headers = request.headers();
        Iterator<String> all = headers.valueStringIterator(HttpHeaderNames.TRANSFER_ENCODING);
        if (!all.hasNext()) {
            return null;
        }
        String encoding = all.next();
        return all.hasNext()
                        || !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(encoding)
                        || headers.contains(HttpHeaderNames.CONTENT_LENGTH)
                        || request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0
                ? Problem.badRequest("The header Transfer-Encoding must be chunked, and alone, and of HTTP/1.1.")
                : null;
    }

    private static @Nullable Problem ofUri(String uri) {
        if (isPlain(uri)) {
            return null;
        }
        int badEscape = badEscape(uri);
        if (badEscape >= 0) {
            return Problem.badRequest(
                    "The address has " + Problem.shown(uri.substring(badEscape)) + ", which is not percent-encoded.");
        }
        int mark = uri.indexOf('?');
        String path = (mark < 0 ? uri : uri.substring(0, mark)).toLowerCase(Locale.ROOT);
        if (path.contains("%2e") || path.contains("%2f") || path.contains("%5c") || path.contains("%00")) {
            return Problem.badRequest("The path has an encoded dot, slash, backslash or zero: " + Problem.shown(uri));
        }
        try {
            new URI(uri.startsWith("/") ? "http://localhost" + uri : uri);
            return null;
        } catch (URISyntaxException e) {
            return Problem.badRequest("The address is none: " + Problem.shown(uri));
        }
    }

    /** Whether an address has plain characters only. Nearly all have, and need no closer look. */
    private static boolean isPlain(String uri) {
        if (uri.isEmpty() || uri.charAt(0) != '/') {
            return false;
        }
        for (int i = 1; i < uri.length(); i++) {
            char c = uri.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= '0' && c <= '9')
                    || (c >= 'A' && c <= 'Z')
                    || c == '?'
                    || c == '='
                    || c == '&'
                    || c == '.'
                    || c == '-'
                    || c == '_'
                    || (c == '/' && uri.charAt(i - 1) != '/');
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    private static int badEscape(String uri) {
        for (int at = uri.indexOf('%'); at >= 0; at = uri.indexOf('%', at + 1)) {
            if (at + 2 >= uri.length()
                    || Character.digit(uri.charAt(at + 1), 16) < 0
                    || Character.digit(uri.charAt(at + 2), 16) < 0
                    || uri.charAt(at + 1) > 'f'
                    || uri.charAt(at + 2) > 'f') {
                return at;
            }
        }
        return -1;
    }
}

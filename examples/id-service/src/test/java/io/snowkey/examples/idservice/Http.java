// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A connection on which bytes are sent as they are, which no client library would. */
final class Http implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;

    private Http(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static Http connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        return new Http(socket);
    }

    Http send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** A request line with the headers that belong to it. */
    static String request(String line, String... headers) {
        return line + "\r\nHost: localhost\r\n"
                + String.join(
                        "",
                        List.of(headers).stream().map(header -> header + "\r\n").toList())
                + "\r\n";
    }

    Answer get(String path, String... headers) throws IOException {
        return send(request("GET " + path + " HTTP/1.1", headers)).read();
    }

    /** One request on a connection of its own. */
    static Answer once(int port, String path, String... headers) throws IOException {
        try (Http http = connect(port)) {
            return http.get(path, headers);
        }
    }

    Answer read() throws IOException {
        return read(true);
    }

    /**
     * Reads an answer.
     *
     * @param withBody whether it has one, which an answer to HEAD has not
     */
    Answer read(boolean withBody) throws IOException {
        String statusLine = line();
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int status = Integer.parseInt(statusLine.split(" ", 3)[1]);
        return new Answer(status, headers, withBody ? body(headers) : "");
    }

    private String body(Map<String, String> headers) throws IOException {
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            StringBuilder body = new StringBuilder();
            for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
                body.append(new String(bytes(size), StandardCharsets.UTF_8));
                line();
            }
            line();
            return body.toString();
        }
        String length = headers.get("content-length");
        byte[] bytes = length == null ? in.readAllBytes() : bytes(Integer.parseInt(length));
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private byte[] bytes(int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException("the connection ended after " + bytes.length + " of " + size + " bytes");
        }
        return bytes;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection ended");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** Waits for the other side to answer, and reads nothing of it. */
    void awaitFirstByte() throws IOException {
        in.mark(1);
        in.read();
        in.reset();
    }

    /** Whether the other side has ended the connection, and sent nothing before. */
    boolean isEnded() throws IOException {
        return in.read() < 0;
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** An answer; the names of headers are in lower case. */
    record Answer(int status, Map<String, String> headers, String body) {

        String type() {
            return headers.getOrDefault("content-type", "").split(";", 2)[0];
        }

        List<Long> ids() {
            return body.lines().map(Long::valueOf).toList();
        }
    }
}

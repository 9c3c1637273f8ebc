// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** A connection in the DevTools protocol to one page of Chromium. */
final class BrowserConnection implements WebSocket.Listener, AutoCloseable {

    /** What the page did by itself. */
    record Event(String method, JsonNode params) {}

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final WebSocket socket;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final StringBuilder text = new StringBuilder();

    BrowserConnection(URI page) {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(page, this)
                .join();
    }

    JsonNode call(String method, Map<String, ?> params) throws Exception {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        calls.put(id, answer);
        socket.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", params)), true)
                .join();
        JsonNode message = answer.get(10, TimeUnit.MINUTES);
        if (message.has("error")) {
            throw new AssertionError(method + " " + params + ": " + message.get("error"));
        }
        return message.get("result");
    }

    List<Event> events() {
        return events;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            JsonNode message = JSON.readTree(text.toString());
            text.setLength(0);
            if (message.has("id")) {
                calls.remove(message.get("id").asInt()).complete(message);
            } else {
                events.add(new Event(message.get("method").asString(), message.get("params")));
            }
        }
        from.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        calls.values().forEach(call -> call.completeExceptionally(failure));
    }

    @Override
    public void close() {
        socket.abort();
    }
}

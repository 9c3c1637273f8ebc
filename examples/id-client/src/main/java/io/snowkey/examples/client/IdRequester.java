// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/** Asks a service for ids: one request, one answer. Only the expected answer counts. */
final class IdRequester {

    private final int batch;
    private final Duration timeout;
    private final TimeSource time;
    private final ScheduledThreadPoolExecutor timer;
    private volatile @Nullable HttpClient http;

    IdRequester(int batch, Duration timeout, TimeSource time) {
        this.batch = batch;
        this.timeout = timeout;
        this.time = time;
        // Threads end when they have nothing to do. So nobody has to end them during a request.
        ThreadPoolExecutor workers = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), IdRequester::daemon);
        this.timer = new ScheduledThreadPoolExecutor(1, IdRequester::daemon);
        timer.setKeepAliveTime(1, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .executor(workers)
                .build();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "id-client-http");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Asks a service for its next ids.
     *
     * @throws RequestFailedException if it gives anything else, or does not give all of them in time
     */
    long[] request(URI base) throws RequestFailedException, InterruptedException {
        HttpClient client = http;
        if (client == null) {
            throw new RequestFailedException("the client is closed");
        }
        HttpRequest request = HttpRequest.newBuilder(base.resolve("ids?count=" + batch))
                .timeout(timeout)
                .header("Accept", "text/plain")
                .header("Cache-Control", "no-store")
                .build();
        HttpResponse<byte[]> response;
        long begun = System.nanoTime();
        try {
            response = client.send(request, info -> body(begun));
        } catch (IOException e) {
            throw new RequestFailedException(e.toString(), null, e);
        }
        if (response.statusCode() != 200) {
            Optional<String> retryAfter = response.headers().firstValue("Retry-After");
            throw new RequestFailedException(
                    "HTTP status " + response.statusCode() + ": " + AnswerParser.shown(response.body()),
                    retryAfter
                            .map(text -> AnswerParser.retryAfter(text, time.now()))
                            .orElse(null),
                    null);
        }
        String type = response.headers().firstValue("Content-Type").orElse("none");
        if (!isText(type)) {
            throw new RequestFailedException(
                    "content type " + type + " instead of text/plain: " + AnswerParser.shown(response.body()));
        }
        return AnswerParser.ids(response.body(), batch);
    }

    private static boolean isText(String type) {
        String name = type.indexOf(';') < 0 ? type : type.substring(0, type.indexOf(';'));
        return name.strip().equalsIgnoreCase("text/plain");
    }

    /**
     * Reads the body of an answer. The timeout of the HTTP client ends with the headers, so the body gets the time that
     * is left of it.
     */
    private LimitedBody body(long begun) {
        LimitedBody body = new LimitedBody(Math.max(AnswerParser.maxBytes(batch), 10_000));
        long left = timeout.toNanos() - (System.nanoTime() - begun);
        Future<?> alarm = timer.schedule(() -> body.giveUp(timeout), left, TimeUnit.NANOSECONDS);
        body.whenDone(() -> alarm.cancel(false));
        return body;
    }

    /**
     * Makes a request under way fail, so that its thread ends. Before JDK 21 there is no method for that. The request
     * then ends when it is answered or timed out. The client's own thread ends when the garbage collector finds that
     * nobody holds on to the client. A request must not be cancelled there, because that keeps the thread for ever.
     */
    void close() {
        HttpClient client = http;
        http = null;
        if (client != null) {
            try {
                HttpClient.class.getMethod("shutdownNow").invoke(client);
            } catch (NoSuchMethodException e) {
                // JDK 17 to 20 have no such method
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("the HTTP client does not close", e);
            }
        }
    }
}

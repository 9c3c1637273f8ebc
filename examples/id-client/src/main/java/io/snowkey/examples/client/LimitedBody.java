// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

import org.jspecify.annotations.Nullable;

/** Reads a body into memory, up to a number of bytes. A sender of more is not the service. */
final class LimitedBody implements BodySubscriber<byte[]> {

    private final byte[] bytes;
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private int length;
    private volatile @Nullable Subscription subscription;

    LimitedBody(int maxBytes) {
        this.bytes = new byte[maxBytes];
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            int fits = Math.min(buffer.remaining(), bytes.length - length);
            buffer.get(bytes, length, fits);
            length += fits;
            if (buffer.hasRemaining()) {
                end("the answer has more than " + bytes.length + " bytes and begins " + AnswerParser.shown(bytes));
                return;
            }
        }
    }

    /** Ends the reading because it takes too long, from any thread. */
    void giveUp(Duration timeout) {
        end("the answer was not complete within " + timeout.toMillis() + " ms");
    }

    private void end(String why) {
        if (body.completeExceptionally(new IOException(why)) && subscription != null) {
            subscription.cancel();
        }
    }

    /** Runs an action when the body is whole or its reading has failed. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the action
    void whenDone(Runnable action) {
        body.whenComplete((bytes, failure) -> action.run());
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(Arrays.copyOf(bytes, length));
    }
}

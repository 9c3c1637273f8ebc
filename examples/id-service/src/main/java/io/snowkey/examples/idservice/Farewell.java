// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;

/**
 * Ends a connection once its last answer is written, without cutting that off. To close a connection on which something still
 * comes resets it, and a client that is reset may never see what was sent to it. So first only this side says that it is
 * done; what still comes is read and dropped until the client is done as well, or for a while.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what comes of it, the pipeline hears
final class Farewell {

    private static final int LINGER_SECONDS = 5;

    private Farewell() {}

    /** What to do when that is written. */
    static void begin(ChannelFuture written) {
        Channel channel = written.channel();
        if (!written.isSuccess() || !(channel instanceof DuplexChannel duplex)) {
            channel.close();
            return;
        }
        Future<?> end = channel.eventLoop().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> end.cancel(false));
        duplex.shutdownOutput().addListener(finished -> channel.read());
    }
}

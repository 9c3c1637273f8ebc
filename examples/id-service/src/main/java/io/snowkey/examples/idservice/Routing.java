// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import reactor.core.publisher.Mono;

/**
 * Gets an id for a key from the node that owns it.
 *
 * <p>A request is forwarded to {@code /lunique}, which forwards nothing: there are no loops, whatever two nodes think of each
 * other. A node that does not answer in time counts as dead for a while, and its keys go to the next in order: a key waits
 * once for a dead node, and the others not at all. The last resort is this node itself.
 */
final class Routing {

    /** For how many time-outs a node that did not answer is left out. */
    private static final int DEAD_FOR = 10;

    private final PeerAddress self;
    private final Supplier<List<PeerAddress>> live;
    private final Supplier<Mono<Long>> local;
    private final Function<PeerAddress, Mono<Long>> remote;
    private final long deadNanos;
    private final LongSupplier nanoTime;
    private final Map<PeerAddress, Long> deadSince = new ConcurrentHashMap<>();

    /**
     * A routing.
     *
     * @param live the nodes that are alive as far as the table says, with or without this one
     * @param local issues an id here
     * @param remote asks another node for one, and fails if it does not answer in time
     */
    Routing(
            PeerAddress self,
            Supplier<List<PeerAddress>> live,
            Supplier<Mono<Long>> local,
            Function<PeerAddress, Mono<Long>> remote,
            Duration timeout,
            LongSupplier nanoTime) {
        this.self = self;
        this.live = live;
        this.local = local;
        this.remote = remote;
        this.deadNanos = timeout.multipliedBy(DEAD_FOR).toNanos();
        this.nanoTime = nanoTime;
    }

    /** An id for the key. */
    Mono<Long> next(String key) {
        List<PeerAddress> nodes = new ArrayList<>(live.get());
        nodes.add(self);
        return next(Ring.inOrder(key, nodes), 0);
    }

    private Mono<Long> next(List<PeerAddress> nodes, int index) {
        for (int i = index; i < nodes.size(); i++) {
            PeerAddress node = nodes.get(i);
            if (node.equals(self)) {
                return local.get();
            }
            if (!isDead(node)) {
                int following = i + 1;
                return remote.apply(node).onErrorResume(failure -> {
                    deadSince.put(node, nanoTime.getAsLong());
                    return next(nodes, following);
                });
            }
        }
        return local.get();
    }

    private boolean isDead(PeerAddress node) {
        Long since = deadSince.get(node);
        if (since == null) {
            return false;
        }
        if (nanoTime.getAsLong() - since < deadNanos) {
            return true;
        }
        deadSince.remove(node, since);
        return false;
    }
}

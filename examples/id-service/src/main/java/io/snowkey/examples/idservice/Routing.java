// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Gets an id for a key from the node that owns it.
 *
 * <p>A request is forwarded to {@code /lunique}, which forwards nothing. So there are no loops, even if two nodes
 * disagree on who owns a key. A node that does not answer in time counts as dead for a while, and its keys go to the
 * next node in order. So one request waits for a dead node, and the later ones do not. The last resort is this node
 * itself. Once two time-outs have gone by, no other node is asked any more. So a request waits for three time-outs at
 * most, however many nodes are dead.
 */
final class Routing {

    private static final Logger LOG = LoggerFactory.getLogger(Routing.class);

    /** For how many time-outs a node that did not answer is not asked again. */
    private static final int DEAD_FOR = 10;

    /** For how many time-outs a request looks for a node that answers. */
    private static final int TRIES = 2;

    private final PeerAddress self;
    private final Supplier<List<Peer>> live;
    private final Supplier<Mono<Long>> local;
    private final Function<Peer, Mono<Long>> remote;
    private final long timeoutNanos;
    private final LongSupplier nanoTime;
    private final Map<PeerAddress, Long> deadSince = new ConcurrentHashMap<>();

    /**
     * Creates a routing.
     *
     * @param live the nodes that are alive as far as the table says, with or without this one
     * @param local issues an id here
     * @param remote asks another node for an id, and fails if that does not answer in time
     */
    Routing(
            PeerAddress self,
            Supplier<List<Peer>> live,
            Supplier<Mono<Long>> local,
            Function<Peer, Mono<Long>> remote,
            Duration timeout,
            LongSupplier nanoTime) {
        this.self = self;
        this.live = live;
        this.local = local;
        this.remote = remote;
        this.timeoutNanos = timeout.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Issues an id of this node. */
    Mono<Long> here() {
        return local.get();
    }

    /** Gets an id of any node, at random. */
    Mono<Long> anywhere() {
        return next(Long.toString(ThreadLocalRandom.current().nextLong()));
    }

    /** Gets an id for a key, from the first node in its order that answers. */
    Mono<Long> next(String key) {
        Map<PeerAddress, Peer> peers = new HashMap<>();
        live.get().forEach(peer -> peers.put(peer.address(), peer));
        peers.remove(self);
        List<PeerAddress> nodes = new ArrayList<>(peers.keySet());
        nodes.add(self);
        List<Peer> inOrder = new ArrayList<>();
        for (PeerAddress node : RendezvousHashing.ownersOf(key, nodes)) {
            Peer peer = peers.get(node);
            if (peer == null) {
                break; // this node itself, which answers
            }
            inOrder.add(peer);
        }
        return next(inOrder, 0, nanoTime.getAsLong());
    }

    private Mono<Long> next(List<Peer> peers, int index, long began) {
        for (int i = index; i < peers.size() && nanoTime.getAsLong() - began < TRIES * timeoutNanos; i++) {
            Peer peer = peers.get(i);
            if (!isDead(peer.address())) {
                int following = i + 1;
                return remote.apply(peer).onErrorResume(failure -> {
                    if (deadSince.put(peer.address(), nanoTime.getAsLong()) == null) {
                        LOG.warn("Left out for {} time-outs: {}", DEAD_FOR, failure.toString());
                    }
                    return next(peers, following, began);
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
        if (nanoTime.getAsLong() - since < DEAD_FOR * timeoutNanos) {
            return true;
        }
        deadSince.remove(node, since);
        return false;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Says who owns a key, by rendezvous hashing. Each node gets a number that depends on the node and on the key. The node
 * with the highest number owns the key. All nodes that see the same peers agree. When a node goes, only its own keys
 * move: each goes to the second node in its order.
 */
final class RendezvousHashing {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private RendezvousHashing() {}

    /** The nodes in the order in which they own a key. */
    static List<PeerAddress> ownersOf(String key, Collection<PeerAddress> nodes) {
        return nodes.stream()
                .distinct()
                .sorted(Comparator.comparingLong((PeerAddress node) -> weight(key, node))
                        .reversed()
                        .thenComparing(PeerAddress::text))
                .toList();
    }

    private static long weight(String key, PeerAddress node) {
        long hash = FNV_OFFSET;
        for (byte b : (node.text() + '\n' + key).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        // FNV alone leaves the high bits too similar.
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}

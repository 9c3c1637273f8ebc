// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

/**
 * Thrown if another node answered with something that may not be passed on. It has no stack trace, because the fault is
 * not in this node.
 */
final class PeerException extends RuntimeException {

    PeerException(Peer peer, String why) {
        super(peer.address() + " " + why, null, false, false);
    }
}

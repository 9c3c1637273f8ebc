// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

/** Another node answered, and not with an id that may be passed on. It has no stack trace, for it tells nothing of this one. */
final class PeerException extends RuntimeException {

    PeerException(Peer peer, String why) {
        super(peer.address() + " " + why, null, false, false);
    }
}

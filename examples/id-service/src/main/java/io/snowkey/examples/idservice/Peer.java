// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.util.Set;

/**
 * Another node, as the table of workers has it.
 *
 * @param workerIds those that it may answer with; two for a while after it came back under another one
 */
record Peer(PeerAddress address, Set<Long> workerIds) {}

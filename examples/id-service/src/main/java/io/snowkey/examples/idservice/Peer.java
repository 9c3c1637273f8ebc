// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.util.Set;

/**
 * Another node, as the table of workers has it.
 *
 * @param workerIds the worker ids that it may answer with; there are two for a while after it came back under another
 *     one
 */
record Peer(PeerAddress address, Set<Long> workerIds) {}

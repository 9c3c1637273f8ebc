// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What this host is called. */
final class Host {

    private Host() {}

    static String name() {
        // What a container is called is in its environment; asking for the local host may go through a name server.
        String name = System.getenv("HOSTNAME");
        if (name == null || name.isBlank()) {
            try {
                name = InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                name = "unknown";
            }
        }
        return name.strip();
    }
}

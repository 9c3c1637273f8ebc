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
        return shown(name);
    }

    /** As the table can show it: it is for people, so an odd one is marked and not refused. */
    static String shown(String name) {
        String plain = name.strip().replaceAll("[\\p{Cntrl}\\p{Cs}\\u2028\\u2029]", "?");
        return plain.length() <= Settings.MAX_NAME_LENGTH
                ? plain
                : plain.substring(0, Settings.MAX_NAME_LENGTH - 1).replaceAll("\\p{Cs}$", "") + "\u2026";
    }
}

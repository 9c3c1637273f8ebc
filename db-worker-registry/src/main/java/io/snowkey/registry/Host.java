// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the name of this host. */
final class Host {

    private Host() {}

    static String name() {
        // The environment has the name of a container. Asking for the local host may take a name server.
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

    /** The name as the table can show it. The name is for people, so odd characters are replaced, and not refused. */
    static String shown(String name) {
        String plain = name.strip().replaceAll("[\\p{Cntrl}\\p{Cs}\\u2028\\u2029]", "?");
        return plain.length() <= Settings.MAX_NAME_LENGTH
                ? plain
                : plain.substring(0, Settings.MAX_NAME_LENGTH - 1).replaceAll("\\p{Cs}$", "") + "\u2026";
    }
}

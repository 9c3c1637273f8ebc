// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The address of a node: {@code host:port}, with an IPv6 address in brackets. */
record PeerAddress(String text) {

    private static final int MAX_PORT = 65_535;
    private static final Pattern FORM = Pattern.compile("(?:[A-Za-z0-9._-]{1,240}|\\[[0-9A-Fa-f:.]{2,45}]):(\\d{1,5})");

    PeerAddress {
        if (!isOne(text)) {
            throw new IllegalArgumentException("address \"" + text + "\": must be host:port");
        }
    }

    /** The address in a text, or empty if the text is none. The instance names of other applications are none. */
    static Optional<PeerAddress> in(String text) {
        return isOne(text) ? Optional.of(new PeerAddress(text)) : Optional.empty();
    }

    private static boolean isOne(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        int port = Integer.parseInt(matcher.group(1));
        return port >= 1 && port <= MAX_PORT;
    }

    /** The host, without the port. */
    String host() {
        return text.substring(0, text.lastIndexOf(':'));
    }

    @Override
    public String toString() {
        return text;
    }
}

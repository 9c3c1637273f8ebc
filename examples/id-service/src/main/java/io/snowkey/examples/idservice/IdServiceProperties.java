// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the service; those of the ids are {@code snowkey.*}.
 *
 * @param address where the other nodes reach this one, {@code host:port}. It is published as {@code snowkey.instance}
 * @param maxCount how many ids a request may ask for
 * @param maxBacklog how many ids may be asked for at a time before more is refused as too busy
 * @param peerTimeout how long a node may take to answer another one; then it counts as dead for ten times as long
 * @param refresh how often the table of workers is read
 * @param idleTimeout how long a connection may take to get on, with a whole request or with the answer, before it is
 *     closed
 * @param maxConnections how many connections there may be at a time; more are closed at once
 * @param hosts the names under which clients may ask, as in the header Host but without a port; any if there are none
 */
@ConfigurationProperties("id-service")
record IdServiceProperties(
        @DefaultValue("localhost:8080") String address,
        @DefaultValue("10000") int maxCount,
        @DefaultValue("1000000") int maxBacklog,
        @DefaultValue("500ms") Duration peerTimeout,
        @DefaultValue("1s") Duration refresh,
        @DefaultValue("75s") Duration idleTimeout,
        @DefaultValue("20000") int maxConnections,
        @DefaultValue List<String> hosts) {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]");

    IdServiceProperties {
        require("max-count", maxCount, maxCount >= 1 && maxCount <= 1_000_000, "1 to 1000000");
        require("max-backlog", maxBacklog, maxBacklog >= maxCount, "max-count or more");
        require("peer-timeout", peerTimeout, between(peerTimeout, 10, 60_000), "10ms to 60s");
        require("refresh", refresh, between(refresh, 100, 3_600_000), "100ms to 1h");
        require("idle-timeout", idleTimeout, between(idleTimeout, 1_000, 86_400_000), "1s to 1d");
        require("max-connections", maxConnections, maxConnections >= 1 && maxConnections <= 1_000_000, "1 to 1000000");
        hosts.forEach(host -> require("hosts", host, HOST.matcher(host).matches(), "names without a port"));
        hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    }

    /** The address at which the other nodes reach this one. */
    PeerAddress self() {
        return PeerAddress.in(address)
                .orElseThrow(() -> new IllegalArgumentException("id-service.address is \"" + address
                        + "\": must be host:port, such as 10.0.0.7:8080 or ids-3.ids:8080"));
    }

    /**
     * The names under which this node may be asked; any if empty. The host of its own address is added to the set
     * names, because the other nodes ask by it.
     */
    List<String> allowedHosts() {
        return hosts.isEmpty()
                ? hosts
                : Stream.concat(hosts.stream(), Stream.of(self().host().toLowerCase(Locale.ROOT)))
                        .toList();
    }

    private static boolean between(Duration value, long minMillis, long maxMillis) {
        return value.toMillis() >= minMillis && value.toMillis() <= maxMillis;
    }

    private static void require(String name, Object value, boolean ok, String range) {
        if (!ok) {
            throw new IllegalArgumentException("id-service." + name + " is " + value + ": must be " + range);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static io.snowkey.examples.idservice.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which node answers for a key. */
final class RoutingTest {

    private static final List<PeerAddress> NODES = IntStream.rangeClosed(1, 4)
            .mapToObj(i -> new PeerAddress("node-" + i + ":8080"))
            .toList();

    private final Set<PeerAddress> down = new HashSet<>();
    private final List<PeerAddress> asked = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private long tryNanos;
    private final Routing routing = new Routing(
            NODES.get(0), RoutingTest::peers, () -> Mono.just(-1L), this::ask, Duration.ofMillis(500), nanos::get);

    private static List<Peer> peers() {
        return NODES.stream().map(node -> new Peer(node, Set.of(1L))).toList();
    }

    private Mono<Long> ask(Peer peer) {
        PeerAddress node = peer.address();
        asked.add(node);
        nanos.addAndGet(tryNanos);
        return down.contains(node) ? Mono.error(new IOException("down")) : Mono.just((long) NODES.indexOf(node));
    }

    private static String keyOf(int... order) {
        List<PeerAddress> wanted = IntStream.of(order).mapToObj(NODES::get).toList();
        return IntStream.range(0, 100_000)
                .mapToObj(i -> "key-" + i)
                .filter(key -> RendezvousHashing.ownersOf(key, NODES)
                        .subList(0, order.length)
                        .equals(wanted))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void keysAreSharedOutEvenlyAndOnlyThoseOfANodeThatGoesMove() {
        Map<PeerAddress, Integer> shares = new HashMap<>();
        List<PeerAddress> three = NODES.subList(0, 3);
        for (int i = 0; i < 40_000; i++) {
            PeerAddress owner = RendezvousHashing.ownersOf("user:" + i, NODES).get(0);
            shares.merge(owner, 1, Integer::sum);
            if (three.contains(owner)) {
                assertThat(RendezvousHashing.ownersOf("user:" + i, three).get(0))
                        .isEqualTo(owner);
            }
        }
        assertThat(shares).hasSize(4);
        assertThat(shares.values()).allSatisfy(share -> assertThat(share).isBetween(9_500, 10_500));
    }

    @Test
    void everyNodeSeesTheSameOrderHoweverTheTableListsThem() {
        List<PeerAddress> reversed = new ArrayList<>(NODES);
        Collections.reverse(reversed);
        reversed.addAll(NODES);

        assertThat(RendezvousHashing.ownersOf("a key", reversed)).isEqualTo(RendezvousHashing.ownersOf("a key", NODES));
    }

    @Test
    void theOwnerAnswers() {
        assertThat(routing.next(keyOf(2)).block()).isEqualTo(2);
        assertThat(routing.next(keyOf(0)).block()).as("this node itself").isEqualTo(-1);
        assertThat(asked).containsExactly(NODES.get(2));
    }

    @Test
    void aDeadNodeIsAskedOnceAndThenLeftOutForAWhile() {
        down.add(NODES.get(2));
        String key = keyOf(2, 3);

        assertThat(routing.next(key).block()).isEqualTo(3);
        assertThat(routing.next(key).block()).isEqualTo(3);
        assertThat(asked).containsExactly(NODES.get(2), NODES.get(3), NODES.get(3));

        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        down.clear();
        assertThat(routing.next(key).block()).as("it is back").isEqualTo(2);
    }

    @Test
    void whereNobodyElseAnswersThisNodeDoes() {
        down.addAll(NODES);

        assertThat(routing.next(keyOf(3, 2, 1)).block()).isEqualTo(-1);
        assertThat(asked).containsExactly(NODES.get(3), NODES.get(2), NODES.get(1));
    }

    /** However many are dead, a request waits for no more than the try that goes over two time-outs. */
    @Test
    void noFurtherNodeIsAskedOnceTwoTimeoutsHaveGoneBy() {
        down.addAll(NODES);
        tryNanos = Duration.ofMillis(600).toNanos();

        assertThat(routing.next(keyOf(3, 2, 1)).block()).isEqualTo(-1);
        assertThat(asked).containsExactly(NODES.get(3), NODES.get(2));
    }

    @Test
    void anywhereIsEveryNodeAndHereIsThisOne() {
        Set<Long> answers = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            answers.add(routing.anywhere().block());
        }
        assertThat(answers).containsExactlyInAnyOrder(-1L, 1L, 2L, 3L);
        asked.clear();
        assertThat(routing.here().block()).isEqualTo(-1);
        assertThat(asked).isEmpty();
    }

    @Test
    void instancesThatAreNoAddressesAreNoPeers() {
        for (String text :
                List.of("shop-1", "host:", ":80", "host:0", "host:65536", "http://host:80", "a b:80", "h:80/x")) {
            assertThat(PeerAddress.in(text)).as(text).isEmpty();
            assertThatThrownBy(() -> new PeerAddress(text)).hasMessageContaining("must be host:port");
        }
        assertThat(PeerAddress.in("[fe80::1]:8080")).isPresent();
    }

    @Test
    void realNodesFindEachOtherByTheTable() throws IOException {
        // On a busy machine a node may need long for an answer, and must not count as dead.
        String[] settings = {"--id-service.refresh=100ms", "--id-service.peer-timeout=60s"};
        try (IdServiceNode one = IdServiceNode.start("routing", settings);
                IdServiceNode two = IdServiceNode.start("routing", settings)) {
            await().until(() -> one.bean(Workers.class).live("id-service").size() == 2
                    && two.bean(Workers.class).live("id-service").size() == 2);
            Set<Long> owners = new HashSet<>();
            for (int i = 0; i < 50; i++) {
                long owner = worker(Http.once(one.port(), "/dunique?target=" + i));
                assertThat(worker(Http.once(two.port(), "/dunique?target=" + i)))
                        .isEqualTo(owner);
                owners.add(owner);
            }
            assertThat(owners)
                    .containsExactlyInAnyOrder(
                            one.bean(SnowflakeGenerator.class).workerId(),
                            two.bean(SnowflakeGenerator.class).workerId());
        }
    }

    private static long worker(Http.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return SnowflakeLayout.DEFAULT.decode(Long.parseLong(answer.body())).workerId();
    }
}

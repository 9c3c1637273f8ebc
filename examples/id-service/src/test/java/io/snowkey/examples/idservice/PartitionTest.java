// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.snowkey.Claim;
import io.snowkey.ClaimGrant;
import io.snowkey.IdRefusedException;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.snowkey.examples.idservice.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Four nodes, of which one is cut off from the database and from the others, replaced, and let back in. */
final class PartitionTest {

    private static final SnowflakeLayout LAYOUT = SnowflakeLayout.DEFAULT;
    private static final String[] SETTINGS = {
        "--snowkey.registry.ttl=3s",
        "--snowkey.registry.heartbeat=1s",
        "--snowkey.registry.reservation=10s",
        "--id-service.refresh=200ms",
        "--id-service.peer-timeout=1s"
    };

    private final IdCollector ids = new IdCollector();
    private final List<NodeProcess> nodes = new ArrayList<>();

    @Test
    void aNodeThatIsCutOffRepeatsNoId(@TempDir Path directory) throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start();
                Connection database = server.getPostgresDatabase().getConnection()) {
            start(directory, server.getPort());
            NodeProcess lost = nodes.get(3);
            long lostWorker = ask(lost, "/ids");
            List<String> keys = keysOf(lost, 5);
            theOthersForwardTo(lostWorker, keys);

            lost.cutOff();
            theOthersTakeOver(keys, lostWorker);
            itServesItsOwnClientsUntil(reservedUntil(database, lostWorker), lost, lostWorker, keys.get(0));
            itRefusesEveryRequest(lost);
            anotherNodeTakes(lostWorker, directory, server.getPort());

            lost.heal();
            lost.awaitReady();
            itIsBackUnderAnotherWorkerId(lost, lostWorker);
            everyNodeIssues(100);
            assertThat(ids.size()).isGreaterThan(700);
            assertThat(ids.duplicates()).isEmpty();
        } finally {
            for (NodeProcess node : nodes) {
                node.close();
            }
        }
    }

    /** The first keys that a node owns. */
    private List<String> keysOf(NodeProcess owner, int count) {
        List<PeerAddress> addresses = nodes.stream().map(NodeProcess::address).toList();
        List<String> keys = IntStream.range(0, 1_000)
                .mapToObj(i -> "key-" + i)
                .filter(key -> RendezvousHashing.ownersOf(key, addresses).get(0).equals(owner.address()))
                .limit(count)
                .toList();
        assertThat(keys).hasSize(count);
        return keys;
    }

    private void theOthersForwardTo(long worker, List<String> keys) throws IOException {
        await().untilAsserted(() ->
                assertThat(ask(nodes.get(0), "/dunique?target=" + keys.get(0))).isEqualTo(worker));
        for (String key : keys) {
            assertThat(ask(nodes.get(1), "/dunique?target=" + key)).isEqualTo(worker);
        }
    }

    /** Each key moves with the first request for it, and all nodes agree where. */
    private void theOthersTakeOver(List<String> keys, long lostWorker) throws IOException {
        for (String key : keys) {
            long next = ask(nodes.get(0), "/dunique?target=" + key);
            assertThat(next).isNotEqualTo(lostWorker);
            assertThat(ask(nodes.get(1), "/dunique?target=" + key)).isEqualTo(next);
            assertThat(ask(nodes.get(2), "/dunique?target=" + key)).isEqualTo(next);
        }
    }

    /** The node that is cut off answers for the keys of all nodes, to the end of what it has reserved. */
    private void itServesItsOwnClientsUntil(long reservedUntil, NodeProcess lost, long lostWorker, String key)
            throws IOException {
        long served = 0;
        Http.Answer answer = Http.once(lost.port(), "/ids");
        while (answer.status() == 200) {
            Instant issued = LAYOUT.decode(id(answer)).instant();
            assertThat(issued).isBefore(Instant.ofEpochMilli(reservedUntil));
            served++;
            assertThat(ask(nodes.get(0), "/ids")).isNotEqualTo(lostWorker);
            if (served == 1) {
                assertThat(ask(lost, "/dunique?target=" + key)).isEqualTo(lostWorker);
            }
            answer = Http.once(lost.port(), "/ids");
        }
        assertThat(served).isPositive();
    }

    private static void itRefusesEveryRequest(NodeProcess lost) throws IOException {
        OpenApiDocument announced = OpenApiDocument.of(lost.port());
        for (String path : List.of("/ids", "/lunique", "/ids?count=5000", "/dunique?target=a", "/flakes")) {
            Http.Answer answer = Http.once(lost.port(), path);
            assertThat(answer.status()).as(path).isEqualTo(503);
            assertThat(answer.type()).isEqualTo("application/problem+json");
            assertThat(answer.headers().get("retry-after")).as(path).matches("[1-9]\\d*");
            announced.assertAnnounces(path.replaceFirst("\\?.*", ""), path, answer);
        }
        assertThat(Http.once(lost.port(), "/actuator/health/readiness").status())
                .isEqualTo(503);
        assertThat(Http.once(lost.port(), "/actuator/health/liveness").status()).isEqualTo(200);
    }

    private void anotherNodeTakes(long worker, Path directory, int databasePort) throws IOException {
        NodeProcess replacement = node(
                directory,
                databasePort,
                "--snowkey.worker-ids=" + worker + "-" + worker,
                "--snowkey.registry.max-wait=60s");
        nodes.add(replacement);
        replacement.awaitReady();
        for (int i = 0; i < 200; i++) {
            assertThat(ask(replacement, "/ids")).isEqualTo(worker);
        }
    }

    private void itIsBackUnderAnotherWorkerId(NodeProcess lost, long lostWorker) throws IOException {
        long newWorker = ask(lost, "/ids");
        assertThat(newWorker).isNotEqualTo(lostWorker);
        String key = keysOf(lost, 1).get(0);
        await().untilAsserted(() ->
                assertThat(ask(nodes.get(0), "/dunique?target=" + key)).isEqualTo(newWorker));
    }

    private void everyNodeIssues(int count) throws IOException {
        for (NodeProcess node : nodes) {
            for (int i = 0; i < count; i++) {
                ask(node, "/ids");
            }
        }
    }

    private void start(Path directory, int databasePort) throws IOException {
        nodes.add(node(directory, databasePort)); // it creates the tables
        nodes.get(0).awaitReady();
        for (int i = 1; i < 4; i++) {
            nodes.add(node(directory, databasePort));
        }
        for (NodeProcess node : nodes) {
            node.awaitReady();
        }
        for (NodeProcess node : nodes) {
            await().until(() ->
                    Http.once(node.port(), "/workers").body().split("\"ACTIVE\"", -1).length - 1 == nodes.size());
        }
    }

    private static NodeProcess node(Path directory, int databasePort, String... more) throws IOException {
        List<String> settings = new ArrayList<>(List.of(SETTINGS));
        settings.addAll(List.of(more));
        return new NodeProcess(directory, databasePort, settings.toArray(String[]::new));
    }

    /** Collects the id, and returns the worker that issued it. */
    private long ask(NodeProcess node, String path) throws IOException {
        Http.Answer answer = Http.once(node.port(), path);
        assertThat(answer.status())
                .as("%s: %s%n%s", path, answer.body(), node.output())
                .isEqualTo(200);
        return LAYOUT.decode(id(answer)).workerId();
    }

    private long id(Http.Answer answer) {
        long id = Long.parseLong(answer.body());
        ids.add(id);
        return id;
    }

    private static long reservedUntil(Connection database, long workerId) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT reserved_until_ms FROM snowkey_worker WHERE worker_id = " + workerId)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The same collection, of a node that the end of its reservation does not stop, beside its replacement. */
    @Test
    void aNodeThatWentOnBeyondItsReservationWouldRepeatIds() {
        Instant cut = Instant.parse("2026-11-21T12:00:00Z");
        Instant end = cut.plusSeconds(5);
        ClaimGrant lost = ClaimGrant.of(LAYOUT, 7, cut.toEpochMilli(), end.toEpochMilli());
        ClaimGrant replacement =
                ClaimGrant.of(LAYOUT, 7, end.toEpochMilli(), end.plusSeconds(5).toEpochMilli());
        InstantSource later = InstantSource.fixed(end.plusSeconds(1));

        assertThat(catchThrowable(() -> issue(lost, later))).isInstanceOf(IdRefusedException.class);
        issue(replacement, later);
        assertThat(ids.duplicates()).isEmpty();

        lost.extendTo(Long.MAX_VALUE); // what nobody acknowledged
        issue(lost, later);
        assertThat(ids.duplicates()).isNotEmpty();
    }

    private void issue(ClaimGrant grant, InstantSource clock) {
        WorkerLease lease = new WorkerLease() {
            @Override
            public SnowflakeLayout layout() {
                return LAYOUT;
            }

            @Override
            public Claim claim() {
                return grant.claim();
            }

            @Override
            public Claim heldClaim() {
                return grant.claim();
            }

            @Override
            public void close() {
                grant.seal();
            }
        };
        SnowflakeGenerator generator =
                SnowflakeGenerator.builder().lease(lease).clock(clock).build();
        for (int i = 0; i < 10; i++) {
            ids.add(generator.nextId());
        }
    }
}

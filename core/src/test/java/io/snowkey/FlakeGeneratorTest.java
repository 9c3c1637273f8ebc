// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.snowkey.IdRefusedException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class FlakeGeneratorTest {

    private static final long MAC = 0x0242_AC11_0002L;

    private final SettableClock clock = SettableClock.at("2026-01-01T00:00:00Z");
    private final FakeWaiter waiter = new FakeWaiter(clock);

    @TempDir
    private Path directory;

    @Test
    void issuesGrowingIdsOfItsWorkerAtTheTimeOfItsClock() {
        try (FlakeGenerator flakes = builder().build()) {
            Flake first = flakes.nextId();
            Flake second = flakes.nextId();

            assertThat(first).isEqualTo(Flake.of(clock.millis(), MAC, 0));
            assertThat(second).isEqualTo(Flake.of(clock.millis(), MAC, 1));
            assertThat(flakes.statistics().issued()).isEqualTo(2);
        }
    }

    @Test
    void aBatchGoesOnInTheNextMillisecond() {
        try (FlakeGenerator flakes = builder().build()) {
            Flake[] batch = flakes.nextIds(65_536 + 3);

            assertThat(batch).isSorted().doesNotHaveDuplicates();
            assertThat(batch[65_535].sequence()).isEqualTo(65_535);
            assertThat(batch[65_536].instant()).isEqualTo("2026-01-01T00:00:00.001Z");
            assertThat(batch[65_538].sequence()).isEqualTo(2);
            assertThat(flakes.nextIds(0)).isEmpty();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> flakes.nextIds(-1))
                    .withMessage("n -1: must be 0 to 10,000,000. Ask for more ids in several calls.");
        }
    }

    @Test
    void waitsRefusesAndGoesOnAsTheOtherGeneratorDoes() {
        try (FlakeGenerator flakes = builder().build()) {
            Flake first = flakes.nextId();
            clock.advance(-4);
            assertThat(flakes.nextId()).isGreaterThan(first);
            assertThat(waiter.waitedFor()).hasSize(1);
            clock.advance(-6);
            assertThat(catchThrowableOfType(IdRefusedException.class, flakes::nextId)
                            .reason())
                    .isEqualTo(Reason.CLOCK_BEHIND);
        }
    }

    @Test
    void aFileGuardsTheWorkerFromOthersAndFromItsOwnPast() {
        FlakeGenerator flakes = builder().build();
        Flake newest = flakes.nextId();

        assertThatThrownBy(() -> builder().build())
                .isInstanceOf(WorkerFileException.class)
                .hasMessageContaining("is in use");
        flakes.close();
        assertThat(catchThrowableOfType(IdRefusedException.class, flakes::nextId)
                        .reason())
                .isEqualTo(Reason.CLOSED);
        assertThatThrownBy(() -> builder().worker(MAC + 1).build())
                .hasMessageContaining("belongs to another worker id")
                .hasMessageContaining("0242ac110002");
        clock.advance(-1_000);
        try (FlakeGenerator again = builder().build()) {
            assertThat(again.nextId()).isGreaterThan(newest);
        }
    }

    @Test
    void withoutAGuardThereIsNoGenerator() {
        assertThatIllegalStateException()
                .isThrownBy(() -> FlakeGenerator.builder().worker(MAC).build())
                .withMessageContaining("give either a lease, or a worker and a file");
        assertThatIllegalStateException().isThrownBy(() -> builder()
                .lease(WorkerLease.fixed(SnowflakeLayout.DEFAULT, 3, clock))
                .build());
    }

    @Test
    void aLeaseBringsItsWorkerIdAndItsSequence() {
        Claim claim = Claim.of(SnowflakeLayout.DEFAULT, 3, clock.millis(), clock.millis() + 1);
        FlakeGenerator flakes = FlakeGenerator.builder()
                .lease(new TestLease(SnowflakeLayout.DEFAULT, claim))
                .clock(clock)
                .waiter(waiter)
                .build();

        Flake[] all = flakes.nextIds(4_096);

        assertThat(all[4_095]).isEqualTo(Flake.of(clock.millis(), 3, 4_095));
        assertThat(catchThrowableOfType(IdRefusedException.class, flakes::nextId)
                        .reason())
                .isEqualTo(Reason.CLAIM_ENDED);
    }

    @Test
    void refusesALayoutThatDoesNotFit() {
        SnowflakeLayout wide =
                SnowflakeLayout.builder().workerBits(1).sequenceBits(17).build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlakeGenerator.builder()
                        .lease(WorkerLease.fixed(wide, 0, clock))
                        .build())
                .withMessageContaining("must have at most 48 worker and 16 sequence bits");
    }

    @Test
    void refusesWorkersAndInterfacesThatAreNone() {
        for (long worker : new long[] {-1, 1L << 48}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FlakeGenerator.builder().worker(worker))
                    .withMessage("worker " + worker + ": must be 0 to 281474976710655");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlakeGenerator.builder().networkInterface("no such thing"))
                .withMessageContaining("networkInterface no such thing: there is none with this name");
    }

    @Test
    void takesTheHardwareAddressOfAnInterface() throws SocketException {
        Optional<NetworkInterface> any = NetworkInterface.networkInterfaces()
                .filter(FlakeGeneratorTest::hasAddress)
                .findFirst();
        assumeTrue(any.isPresent(), "no network interface with a hardware address on this machine");
        NetworkInterface network = any.orElseThrow();

        try (FlakeGenerator flakes =
                builder().networkInterface(network.getName()).build()) {
            byte[] worker = Arrays.copyOfRange(flakes.nextId().toBytes(), 8, 14);
            assertThat(worker).isEqualTo(network.getHardwareAddress());
        }
    }

    @Test
    void idsOfRacingThreadsAreUnique() {
        Set<Flake> all = ConcurrentHashMap.newKeySet();
        try (FlakeGenerator flakes = FlakeGenerator.builder()
                .worker(MAC)
                .file(directory.resolve("race"))
                .burst(Duration.ofSeconds(1))
                .build()) {
            List<long[]> counts = Race.run(4, thread -> {
                for (int i = 0; i < 5_000; i++) {
                    all.add(flakes.nextId());
                    all.addAll(List.of(flakes.nextIds(2)));
                }
                return new long[] {15_000};
            });
            assertThat(all).hasSize(15_000 * counts.size());
        }
    }

    private static boolean hasAddress(NetworkInterface network) {
        try {
            byte[] address = network.getHardwareAddress();
            return address != null && address.length == 6;
        } catch (SocketException e) {
            return false;
        }
    }

    private FlakeGenerator.Builder builder() {
        return FlakeGenerator.builder()
                .worker(MAC)
                .file(directory.resolve("flakes"))
                .clock(clock)
                .waiter(waiter);
    }
}

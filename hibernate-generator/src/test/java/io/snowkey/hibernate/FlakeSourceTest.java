// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import io.snowkey.Flake;
import io.snowkey.FlakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.registry.TestDatabase;
import org.hibernate.MappingException;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Where 128-bit keys come from. */
class FlakeSourceTest {

    @TempDir
    private Path directory;

    @Test
    void aSupplierIsAskedOnceAndWhatItGaveIsNotClosed() {
        try (FlakeGenerator flakes =
                FlakeGenerator.builder().worker(5).file(file()).build()) {
            AtomicInteger asked = new AtomicInteger();
            Supplier<FlakeGenerator> supplier = () -> {
                asked.incrementAndGet();
                return flakes;
            };
            try (SessionFactory factory =
                    new Unit().set("snowkey.flake.generator", supplier).open(Ticket.class)) {
                assertThat(asked).hasValue(0);
                assertThat(newKey(factory).worker()).isEqualTo(5);
                assertThat(newKey(factory).worker()).isEqualTo(5);
                assertThat(asked).hasValue(1);
            }
            assertThat(flakes.nextId().worker()).isEqualTo(5);
        }
    }

    @Test
    void aWorkerAndAFileMakeAGeneratorThatOneUnitHasAtATime() {
        try (SessionFactory two = ofMachine().open(Ticket.class)) {
            Flake first;
            try (SessionFactory one = ofMachine().open(Ticket.class)) {
                first = newKey(one);
                assertThat(first.worker()).isEqualTo(0xA4B0);
                assertThatThrownBy(() -> newKey(two)).hasStackTraceContaining("is in use by another");
            }
            assertThat(newKey(two)).isGreaterThan(first);
        }
    }

    @Test
    void theAddressOfANetworkInterfaceIsAWorkerToo() throws SocketException {
        for (NetworkInterface each :
                NetworkInterface.networkInterfaces().limit(20).toList()) {
            byte[] address = each.getHardwareAddress();
            Unit unit = new Unit()
                    .set("snowkey.flake.network-interface", each.getName())
                    .set("snowkey.flake.file", directory.resolve(each.getName()).toString());
            if (address != null && address.length == 6) {
                try (SessionFactory factory = unit.open(Ticket.class)) {
                    assertThat(newKey(factory).worker())
                            .isEqualTo(
                                    HexFormat.fromHexDigitsToLong(HexFormat.of().formatHex(address)));
                }
            } else {
                assertThatThrownBy(() -> unit.open(Ticket.class))
                        .isInstanceOf(MappingException.class)
                        .hasMessageContaining("networkInterface " + each.getName());
            }
        }
    }

    @Test
    void aLeaseServesBothKindsOfKeys() {
        TestDatabase database = TestDatabase.h2().withSchema();
        try (SessionFactory factory =
                new Unit().on(database).set("snowkey.worker-id", "leased").open(Ticket.class, Order.class)) {
            Order order = new Order();
            factory.inTransaction(session -> session.persist(order));

            assertThat(newKey(factory).worker())
                    .isEqualTo(SnowflakeLayout.DEFAULT.decode(order.id).workerId());
        }
        assertThat(Database.rows(database, "SELECT holder FROM snowkey_worker")).containsExactly("null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
            snowkey.worker-id               | 7          | no setting 'snowkey.flake.generator'
            snowkey.flake.generator         | com.acme.G | must be an io.snowkey.FlakeGenerator or a java.util.function.Supplier
            snowkey.flake.worker            | 7          | no setting 'snowkey.flake.file', which goes with 'snowkey.flake.worker'
            snowkey.flake.network-interface | eth0       | no setting 'snowkey.flake.file'
            """)
    void aMissingOrWrongSettingIsRefusedAtStart(String name, String value, String message) {
        assertThatThrownBy(() -> new Unit().set(name, value).open(Ticket.class))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(Ticket.class.getName() + ".id: no generator: ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
            snowkey.flake.worker            | seven           | 'snowkey.flake.worker' is 'seven': must be a whole number
            snowkey.flake.worker            | 281474976710656 | worker 281474976710656: must be 0 to 281474976710655
            snowkey.flake.network-interface | none-such       | networkInterface none-such: there is none with this name
            snowkey.clock.tolerance         | PT2M            | clockTolerance 2 min: must be 0 to 1 min
            """)
    void aSettingOutOfRangeIsRefusedAtStart(String name, String value, String message) {
        assertThatThrownBy(() -> ofMachine().set(name, value).open(Ticket.class))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(Ticket.class.getName() + ".id: no generator: setting '" + name + "'")
                .hasMessageContaining(message);
    }

    private Unit ofMachine() {
        return new Unit().set("snowkey.flake.worker", "0xA4B0").set("snowkey.flake.file", file().toString());
    }

    private Path file() {
        return directory.resolve("flakes");
    }

    private static Flake newKey(SessionFactory factory) {
        Ticket ticket = new Ticket();
        factory.inTransaction(session -> session.persist(ticket));
        return Flake.of(ticket.id);
    }

    @Entity
    static class Ticket {
        @Id
        @FlakeId
        UUID id;
    }

    @Entity(name = "ShopOrder")
    static class Order {
        @Id
        @SnowflakeId
        long id;
    }
}

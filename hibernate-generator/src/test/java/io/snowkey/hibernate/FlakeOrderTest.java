// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import io.snowkey.Flake;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The order of 128-bit keys in a database, for workers whose addresses look like anything, over all times to come. */
class FlakeOrderTest {

    private static final List<Flake> FLAKES = Stream.of(
                    0L,
                    1L,
                    0x1234L,
                    0x8000_0000L,
                    1_800_000_000_000L,
                    1_800_000_001_234L,
                    1_800_000_070_000L,
                    1_800_005_000_000L,
                    4_000_000_000_000L,
                    Long.MAX_VALUE)
            .flatMap(millis -> Stream.of(0L, 0x00FF_0000_0001L, 0x8CAA_0000_0001L, 0xBFFF_FFFF_FFFFL, 0xFFFF_FFFF_FFFFL)
                    .flatMap(worker ->
                            Stream.of(0L, 0xFFFFL).map(sequence -> new Flake(millis, worker << 16 | sequence))))
            .sorted()
            .toList();

    @ParameterizedTest
    @EnumSource
    void sixteenBytesSortAsTheFlakesDo(Database kind) {
        assertThat(sorted(kind, InBytes.class, id -> new InBytes(id.toUuid()), "InBytes"))
                .isEqualTo(FLAKES);
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL"})
    void columnsOfTypeUuidSortAsTheFlakesDo(Database kind) {
        assertThat(sorted(kind, InUuid.class, id -> new InUuid(id.toUuid()), "InUuid"))
                .isEqualTo(FLAKES);
    }

    /** Why the documentation says so: that type swaps the parts of what looks like a UUID with the time in it. */
    @Test
    void columnsOfTypeUuidInMariaDbDoNot() {
        assertThat(sorted(Database.MARIADB, InUuid.class, id -> new InUuid(id.toUuid()), "InUuid"))
                .hasSameElementsAs(FLAKES)
                .isNotEqualTo(FLAKES);
    }

    private static List<Flake> sorted(Database kind, Class<?> entity, Function<Flake, Object> row, String name) {
        try (SessionFactory factory = new Unit().on(kind.create()).open(entity)) {
            factory.inTransaction(session -> FLAKES.stream()
                    .sorted(Comparator.comparing(Flake::low)) // in another order than that of the keys
                    .forEach(flake -> session.persist(row.apply(flake))));
            return factory
                    .fromSession(session -> session.createSelectionQuery(
                                    "select id from " + name + " order by id", UUID.class)
                            .getResultList())
                    .stream()
                    .map(Flake::of)
                    .toList();
        }
    }

    @Entity(name = "InBytes")
    static class InBytes {
        @Id
        @JdbcTypeCode(SqlTypes.BINARY)
        UUID id;

        InBytes(UUID id) {
            this.id = id;
        }

        InBytes() {}
    }

    @Entity(name = "InUuid")
    static class InUuid {
        @Id
        UUID id;

        InUuid(UUID id) {
            this.id = id;
        }

        InUuid() {}
    }
}

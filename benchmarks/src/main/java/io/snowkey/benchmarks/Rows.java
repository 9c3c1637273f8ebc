// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.TableGenerator;

import io.hypersistence.utils.hibernate.id.Tsid;
import io.snowkey.hibernate.SnowflakeId;
import me.ahoo.cosid.snowflake.MillisecondSnowflakeId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/** One table for each way to get a key; apart from it they are alike. */
final class Rows {

    private Rows() {}

    /** What a row holds beside its key: about a hundred bytes. */
    @MappedSuperclass
    static class Row {
        @Column(length = 40)
        String customer = "customer 4711 of the second district";

        @Column(length = 40)
        String note = "delivered to the neighbour, as usual";

        int amount = 4711;

        Instant created = Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    @Entity
    static class AssignedRow extends Row {
        @Id
        long id;

        AssignedRow() {}

        /** As wide as a Snowflake key: drivers send numbers as text, and short ones faster. */
        AssignedRow(long n) {
            this.id = (1L << 58) + n;
        }
    }

    @Entity
    static class SnowkeyRow extends Row {
        @Id
        @SnowflakeId
        @Nullable
        Long id;
    }

    @Entity
    static class TsidRow extends Row {
        @Id
        @Tsid
        @Nullable
        Long id;
    }

    @Entity
    static class CosIdRow extends Row {
        private static final MillisecondSnowflakeId IDS = Contender.cosid(10, 12, 1);

        @Id
        long id = IDS.generate();
    }

    @Entity
    static class UuidV7Row extends Row {
        @Id
        @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
        @Nullable
        UUID id;
    }

    @Entity
    static class UuidV4Row extends Row {
        @Id
        @UuidGenerator(style = UuidGenerator.Style.RANDOM)
        @Nullable
        UUID id;
    }

    @Entity
    static class Sequence50Row extends Row {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "sequence50")
        @SequenceGenerator(name = "sequence50", sequenceName = "sequence50", allocationSize = 50)
        @Nullable
        Long id;
    }

    @Entity
    static class Sequence1Row extends Row {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "sequence1")
        @SequenceGenerator(name = "sequence1", sequenceName = "sequence1", allocationSize = 1)
        @Nullable
        Long id;
    }

    @Entity
    static class Table50Row extends Row {
        @Id
        @GeneratedValue(strategy = GenerationType.TABLE, generator = "table50")
        @TableGenerator(name = "table50", allocationSize = 50)
        @Nullable
        Long id;
    }

    @Entity
    static class IdentityRow extends Row {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        @Nullable
        Long id;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.math.BigDecimal;
import java.time.LocalDate;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;

import io.snowkey.hibernate.SnowflakeId;
import org.jspecify.annotations.Nullable;

/** A row of the file: what was ordered from whom, and for which project. */
@Entity
class PurchaseOrder {

    @Id
    @SnowflakeId
    Long id;

    @ManyToOne(optional = false, fetch = FetchType.LAZY)
    FileImport fileImport;

    /** The number of the copy of the file, from 1. The next field is the line in it. */
    int copy;

    long line;

    @ManyToOne(optional = false, fetch = FetchType.LAZY)
    Project project;

    @ManyToOne(fetch = FetchType.LAZY)
    @Nullable
    Supplier supplier;

    long number;

    @Nullable
    String type;

    @Nullable
    LocalDate awardedOn;

    @Nullable
    LocalDate startsOn;

    @Nullable
    LocalDate endsOn;

    BigDecimal total;

    boolean awarded;

    @SuppressWarnings("NullAway.Init")
    protected PurchaseOrder() {}

    @SuppressWarnings("NullAway.Init")
    PurchaseOrder(FileImport fileImport, int copy, OrderRow row, Project project, @Nullable Supplier supplier) {
        this.fileImport = fileImport;
        this.copy = copy;
        this.line = row.line();
        this.project = project;
        this.supplier = supplier;
        this.number = row.number();
        this.type = row.type();
        this.awardedOn = row.awardedOn();
        this.startsOn = row.startsOn();
        this.endsOn = row.endsOn();
        this.total = row.total();
        this.awarded = row.awarded();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;

import io.snowkey.hibernate.SnowflakeId;

/** A project that an agency buys for. */
@Entity
class Project {

    @Id
    @SnowflakeId
    Long id;

    @ManyToOne(optional = false, fetch = FetchType.LAZY)
    Agency agency;

    String code;

    @SuppressWarnings("NullAway.Init")
    protected Project() {}

    @SuppressWarnings("NullAway.Init")
    Project(Agency agency, String code) {
        this.agency = agency;
        this.code = code;
    }
}

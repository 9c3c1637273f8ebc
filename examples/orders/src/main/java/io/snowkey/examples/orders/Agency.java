// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import io.snowkey.hibernate.SnowflakeId;

/** An agency that buys. */
@Entity
class Agency {

    @Id
    @SnowflakeId
    Long id;

    String code;

    @SuppressWarnings("NullAway.Init")
    protected Agency() {}

    @SuppressWarnings("NullAway.Init")
    Agency(String code) {
        this.code = code;
    }
}
